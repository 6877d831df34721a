//! What the boundary costs: a record of twenty rules, set and judged through the C functions and through the core.
//! `cargo bench -p dabiao-c` prints nanoseconds for each and their ratio; 1.2 is the most that is wanted.
#![allow(unsafe_code, reason = "the functions of the C library are called as C calls them")]

use std::fmt::Write;
use std::hint::black_box;
use std::ptr::{null, null_mut};
use std::time::Instant;

use dabiao::evaluate::{Options, Plan, Record};
use dabiao_c::{evaluation, policy, record, status::Status};

const RULES: i64 = 20;
const TURNS: i64 = 200_000;
const ROUNDS: usize = 7;

fn source() -> String {
    let mut source = "unit beds \"beds\" whole\nentity hospital {\n  beds: beds\n  staff: number\n}\n".to_string();
    for rule in 0..RULES {
        let _ = write!(source, "rule r{rule} {{\n  for each hospital\n  must beds >= {}\n}}\n", rule * 10);
    }
    source
}

/// The least nanoseconds of a turn over the rounds.
fn least(mut turn: impl FnMut(i64)) -> f64 {
    let round = |_| {
        let start = Instant::now();
        (0..TURNS).for_each(&mut turn);
        start.elapsed().as_nanos() as f64 / TURNS as f64
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

fn through_core(source: &str) -> Option<f64> {
    let compiled = dabiao::compile(source, &dabiao::Library::default()).ok()?;
    let plan = Plan::new(compiled.program, &Options::on("2026-01-15".parse().ok()?));
    let mut record = Record::new(plan, "hospital")?;
    let beds = record.field("beds")?;
    let mut lines = record.buffer();
    Some(least(|number| {
        let _ = record.set_integer(beds, number & 255);
        black_box(record.evaluate(&mut lines));
    }))
}

fn through_c(source: &str) -> Option<f64> {
    let (mut made, mut judging, mut unit, mut beds) = (null_mut(), null_mut(), null_mut(), 0usize);
    let mut lines: Vec<record::Line> = Vec::with_capacity(RULES as usize);
    let text = |text: &'static str| (text.as_ptr().cast(), text.len());
    let (day, hospital, field) = (text("2026-01-15"), text("hospital"), text("beds"));
    // SAFETY: every pointer is to a live object of this function, every length is that of its text or buffer.
    unsafe {
        let mut done = vec![policy::dabiao_policy_compile(
            null(),
            0,
            source.as_ptr().cast(),
            source.len(),
            null(),
            &raw mut made,
            null_mut(),
        )];
        done.push(evaluation::dabiao_evaluation_new(made, &raw mut judging, null_mut()));
        done.push(evaluation::dabiao_evaluation_set_as_of(judging, day.0, day.1, null_mut()));
        done.push(record::dabiao_record_new(judging, hospital.0, hospital.1, &raw mut unit, null_mut()));
        done.push(record::dabiao_record_field(unit, field.0, field.1, &raw mut beds, null_mut()));
        if done.iter().any(|status| *status != Status::Ok) {
            return None;
        }
        let found = least(|number| {
            record::dabiao_record_set_int64(unit, beds, number & 255, null_mut());
            black_box(record::dabiao_record_evaluate(
                unit,
                lines.as_mut_ptr(),
                lines.capacity(),
                null_mut(),
                null_mut(),
            ));
        });
        record::dabiao_record_free(unit);
        evaluation::dabiao_evaluation_free(judging);
        policy::dabiao_policy_free(made);
        Some(found)
    }
}

fn main() {
    let source = source();
    match (through_core(&source), through_c(&source)) {
        (Some(core), Some(c)) => println!("core {core:.0} ns, C {c:.0} ns, ratio {:.2}", c / core),
        _ => println!("the policy of this benchmark has a fault"),
    }
}
