//! The curve: verdicts from ten thousand to ten million rows, and from ten to ten thousand rules; and the memory that judging
//! takes above facts and verdicts.

use std::fs;

use dabiao::Library;
use dabiao::evaluate::{ColumnOptions, Options, Plan, evaluate};
use dabiao_benches::Failure;
use dabiao_benches::agree::{same, same_columns};
use dabiao_benches::facts::Fields;
use dabiao_benches::floor::{Rate, judge_columns, judge_rates, rates_policy};
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::rules::{self, AS_OF, Numbers, RULES, compile};

const ONE: ColumnOptions = ColumnOptions { threads: 1 };

fn main() -> Result<(), Failure> {
    let session = Session::start();
    let mut sizes: Vec<usize> = [10_000, 100_000, 1_000_000, 10_000_000].map(|rows| session.size(rows, 1_000)).into();
    sizes.dedup();
    for rows in sizes {
        of_rows(session, rows)?;
    }
    let mut counts: Vec<usize> = [10, 100, 1_000, 10_000].map(|rules| session.size(rules, 30)).into();
    counts.dedup();
    for count in counts {
        of_rules(session, count)?;
    }
    reference(session)
}

fn of_rows(session: Session, rows: usize) -> Result<(), Failure> {
    let plan = rules::plan(Numbers::Whole)?;
    let fields = Fields::new(rows, Numbers::Whole, 0);
    let facts = fields.facts(&plan)?;
    same_columns(&judge_columns(&fields), &plan.columns(&facts, ONE))?;
    let contenders = vec![
        Contender::new("floor: loops by hand, one thread", || judge_columns(&fields)),
        Contender::new("dabiao, one thread", || plan.columns(&facts, ONE)),
    ];
    session.race(&format!("{rows} rows, {RULES} rules"), Work::Each(rows * RULES, "a verdict"), contenders);
    if let (false, Some(above)) = (session.is_quick(), memory_above(|| plan.columns(&facts, ONE))) {
        let verdicts = rows * RULES;
        println!("memory above facts and verdicts: {:.1} MB", megabytes(above.saturating_sub(verdicts)));
    }
    Ok(())
}

fn of_rules(session: Session, count: usize) -> Result<(), Failure> {
    let rates = Rate::some(count);
    let library = Library::default();
    let plan = Plan::new(compile(&rates_policy(&rates), &library)?, &Options::on(AS_OF.parse()?));
    let fields = Fields::new(session.size(10_000, 300), Numbers::Whole, 0);
    let facts = fields.facts(&plan)?;
    let columns = plan.columns(&facts, ONE);
    for (at, floor) in judge_rates(&fields, &rates).iter().enumerate() {
        same(&format!("rate {at}"), floor, columns.rule(at).map_or(&[][..], |rule| rule.codes()))?;
    }
    let rows = fields.len();
    let contenders = vec![
        Contender::new("floor: loops by hand, one thread", || judge_rates(&fields, &rates)),
        Contender::new("dabiao, one thread", || plan.columns(&facts, ONE)),
    ];
    session.race(&format!("{rows} rows, {count} rates"), Work::Each(rows * count, "a verdict"), contenders);
    Ok(())
}

/// The evaluator that is the meaning of the language, for comparison.
fn reference(session: Session) -> Result<(), Failure> {
    let plan = rules::plan(Numbers::Whole)?;
    let fields = Fields::new(session.size(1_000, 100), Numbers::Whole, 10);
    let facts = fields.facts(&plan)?;
    let contenders = vec![
        Contender::new("floor: loops by hand, one thread", || judge_columns(&fields)),
        Contender::new("dabiao, columns", || plan.columns(&facts, ONE)),
        Contender::new("dabiao, reference evaluator", || evaluate(plan.program(), &facts, plan.options())),
    ];
    let work = Work::Each(fields.len() * RULES, "a verdict");
    session.race(&format!("{} rows, {RULES} rules, 10 % missing", fields.len()), work, contenders);
    Ok(())
}

/// By how many bytes the memory of this process rises while something is made; none where the system does not tell.
fn memory_above<T>(make: impl FnOnce() -> T) -> Option<usize> {
    let status = |line: &str| {
        let text = fs::read_to_string("/proc/self/status").ok()?;
        let kilobytes = text.lines().find_map(|found| found.strip_prefix(line))?.split_whitespace().nth(1)?.to_owned();
        Some(kilobytes.parse::<usize>().ok()? * 1024)
    };
    // Linux: the highest mark begins anew.
    fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = status("VmRSS")?;
    let made = make();
    let highest = status("VmHWM")?;
    drop(made);
    Some(highest.saturating_sub(before))
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
