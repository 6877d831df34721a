//! Timing: contenders for the same work take turns in one run, so that what else the machine does meets all of them; the
//! median of each, its spread, and the median of its ratios to the first contender, turn by turn.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one turn of a contender lasts at least.
const TURN: Duration = Duration::from_millis(4);
/// How long a race lasts at most, but for its first turns.
const RACE: Duration = Duration::from_secs(12);
/// The most turns of each contender.
const TURNS: usize = 41;
/// The fewest.
const FEWEST: usize = 5;

/// A run of benches: measured by `cargo bench`, on little data and without a clock by `cargo test`.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    quick: bool,
    most: usize,
}

/// How much work a turn is, and in which unit it is said.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// So many pieces; reported as time for each.
    Each(usize, &'static str),
    /// So many bytes; reported as a rate.
    Bytes(usize),
}

/// One way to do the work.
pub struct Contender<'c> {
    name: String,
    run: Box<dyn FnMut() + 'c>,
}

impl<'c> Contender<'c> {
    /// A contender by name. What it returns is made, and dropped.
    pub fn new<T>(name: impl Into<String>, mut run: impl FnMut() -> T + 'c) -> Contender<'c> {
        let run = move || {
            black_box(run());
        };
        Contender { name: name.into(), run: Box::new(run) }
    }

    fn turn(&mut self, times: u32) -> f64 {
        let begin = Instant::now();
        (0..times).for_each(|_| (self.run)());
        begin.elapsed().as_secs_f64() / f64::from(times)
    }
}

impl Session {
    /// Reads from the command line whether to measure; a number there is the largest size.
    pub fn start() -> Session {
        let most = std::env::args().skip(1).find_map(|argument| argument.replace('_', "").parse().ok());
        Session { quick: !std::env::args().any(|argument| argument == "--bench"), most: most.unwrap_or(usize::MAX) }
    }

    /// Whether only to look that everything runs and agrees.
    pub fn is_quick(self) -> bool {
        self.quick
    }

    /// A size: the full one where it is measured.
    pub fn size(self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full.min(self.most) }
    }

    /// Times the contenders, the floor first, and prints a table. Returns the ratio of each to the first.
    pub fn race(self, title: &str, work: Work, mut contenders: Vec<Contender>) -> Vec<f64> {
        if self.quick {
            contenders.iter_mut().for_each(|contender| (contender.run)());
            println!("{title}: runs and agrees");
            return Vec::new();
        }
        let times: Vec<u32> = contenders.iter_mut().map(repeats).collect();
        let mut seconds: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
        let begin = Instant::now();
        for turn in 0..TURNS {
            if turn >= FEWEST && begin.elapsed() > RACE {
                break;
            }
            for ((contender, times), seconds) in contenders.iter_mut().zip(&times).zip(&mut seconds) {
                seconds.push(contender.turn(*times));
            }
        }
        let names: Vec<&str> = contenders.iter().map(|contender| contender.name.as_str()).collect();
        print(title, work, &names, &seconds)
    }
}

/// How often to repeat a contender so that a turn can be timed.
fn repeats(contender: &mut Contender) -> u32 {
    let mut times = 1;
    while contender.turn(times) * f64::from(times) < TURN.as_secs_f64() {
        times *= 2;
    }
    times
}

fn print(title: &str, work: Work, names: &[&str], seconds: &[Vec<f64>]) -> Vec<f64> {
    let floor = seconds.first().map_or(&[][..], Vec::as_slice);
    let turns = floor.len();
    println!("\n### {title}\n");
    println!("| what | median | spread | time | to the first |\n|---|---|---|---|---|");
    let mut ratios = Vec::new();
    for (name, seconds) in names.iter().zip(seconds) {
        let ratio = quantile(seconds.iter().zip(floor).map(|(own, floor)| own / floor).collect(), 0.5);
        let at = |part: f64| quantile(seconds.clone(), part);
        let (low, middle, high) = (at(0.1), at(0.5), at(0.9));
        println!(
            "| {name} | {} | {} to {} | {} | {ratio:.2}x |",
            work.say(middle),
            work.say(low),
            work.say(high),
            duration(middle)
        );
        ratios.push(ratio);
    }
    println!("\n{turns} turns each; spread: from the 10th to the 90th of a hundred");
    ratios
}

impl Work {
    fn say(self, seconds: f64) -> String {
        match self {
            Work::Each(count, unit) => format!("{} {unit}", duration(seconds / as_f64(count))),
            Work::Bytes(bytes) => format!("{:.0} MB/s", as_f64(bytes) / seconds / 1e6),
        }
    }
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A duration with three digits.
fn duration(seconds: f64) -> String {
    let (value, unit) = match seconds {
        less if less < 1e-6 => (seconds * 1e9, "ns"),
        less if less < 1e-3 => (seconds * 1e6, "µs"),
        less if less < 1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short list")]
    let at = (as_f64(last) * part).round() as usize;
    values.get(at).copied().unwrap_or(f64::NAN)
}
