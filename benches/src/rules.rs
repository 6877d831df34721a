//! The 20 rules over 12 fields as a policy: 7 rates per N, 8 shares and ratios, 5 conditionals.

use std::sync::Arc;

use dabiao::Library;
use dabiao::evaluate::{Options, Plan};
use dabiao::program::Program;

use crate::Failure;

/// How many rules there are.
pub const RULES: usize = 20;
/// How many fields they read.
pub const FIELDS: usize = 12;
/// The fields, in the order of every table, struct and array here.
pub const NAMES: [&str; FIELDS] = [
    "population",
    "elderly",
    "doctors",
    "nurses",
    "rehab_doctors",
    "therapists",
    "caregivers",
    "social_workers",
    "beds",
    "rehab_beds",
    "nursing_beds",
    "institutions",
];
/// The day on which everything is judged: what was due in 2025 is due, what is due in 2030 may be pending.
pub const AS_OF: &str = "2026-01-15";

/// The fields in whole persons and beds.
const WHOLE: &str = "
unit persons whole
unit beds whole
unit institutions whole
";
/// The fields with decimals.
const DECIMAL: &str = "
unit persons
unit beds
unit institutions
";
const FIELDS_OF_REGIONS: &str = "
entity region {
  population, elderly, doctors, nurses, rehab_doctors, therapists, caregivers, social_workers: persons
  beds, rehab_beds, nursing_beds: beds
  institutions: institutions
}
policy twenty {
  base population
";
/// The rules: a name, the number that stands for `#`, and the lines.
const BODIES: [(&str, &str, &str); RULES] = [
    ("doctors", "2.5", "shall doctors per 1000 >= # by 2025"),
    ("nurses", "3.8", "shall nurses per 1000 >= # by 2025"),
    ("rehab_doctors", "8", "target rehab_doctors per 100000 >= # by 2025"),
    ("therapists", "12", "target therapists per 100000 >= # by 2025"),
    ("beds", "6.5", "shall beds per 1000 >= #"),
    ("caregivers", "20", "strive caregivers per 1000 elderly >= # by 2030"),
    ("institutions", "5", "should institutions per 10000 <= #"),
    ("rehab_beds", "2", "shall rehab_beds >= #% of beds"),
    ("nursing_beds", "60", "target nursing_beds >= #% of beds by 2025"),
    ("rehab_share", "3", "should rehab_doctors >= #% of doctors"),
    ("social_workers", "450", "target social_workers : elderly >= 1:# by 2025"),
    ("doctor_nurse", "2", "shall doctors : nurses >= 1:#"),
    ("ageing", "25", "should elderly <= #% of population"),
    ("staff", "0.6", "shall (doctors + nurses) >= #% of population"),
    ("therapist_load", "60", "strive beds : therapists <= #:1 by 2030"),
    ("large_or_small", "40", "shall if population > 300_000 then rehab_beds >= # else rehab_beds >= 10"),
    ("large", "40", "for each region where population > 300_000 target therapists >= # by 2025"),
    ("small", "10", "for each region where population <= 300_000 target therapists >= # by 2025"),
    ("many_beds", "100", "shall if beds > 2000 then social_workers >= #"),
    (
        "aged",
        "15",
        "for each region where elderly >= 20% of population and beds > 0 shall nursing_beds per 1000 elderly >= #",
    ),
];

/// What a number of the fields may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Whole persons and beds.
    Whole,
    /// Two decimals.
    Decimal,
}

/// The policy as text.
pub fn text(numbers: Numbers) -> String {
    of_regions(numbers, BODIES.map(|(name, number, body)| rule(name, number, body)))
}

/// A policy with so many rules: the 20 again and again, each time with numbers of their own.
pub fn many(count: usize) -> String {
    let again = BODIES.into_iter().cycle().take(count).enumerate();
    of_regions(
        Numbers::Whole,
        again.map(|(at, (name, number, body))| match at / RULES {
            0 => rule(name, number, body),
            round => rule(&format!("{name}_{round}"), &format!("{round}{number}"), body),
        }),
    )
}

fn rule(name: &str, number: &str, body: &str) -> String {
    format!("  rule {name} {{ {} }}\n", body.replace('#', number))
}

/// A policy about regions with the 12 fields, and the rules.
pub fn of_regions(numbers: Numbers, rules: impl IntoIterator<Item = String>) -> String {
    let units = match numbers {
        Numbers::Whole => WHOLE,
        Numbers::Decimal => DECIMAL,
    };
    let rules: String = rules.into_iter().collect();
    format!("{units}{FIELDS_OF_REGIONS}{rules}}}\n")
}

/// A text, compiled; its faults as a message.
pub fn compile(text: &str, library: &Library) -> Result<Program, Failure> {
    let compiled = dabiao::compile(text, library).map_err(|faults| format!("{faults:#?}"))?;
    Ok(compiled.program)
}

/// The plan of the 20 rules.
pub fn plan(numbers: Numbers) -> Result<Arc<Plan>, Failure> {
    let program = compile(&text(numbers), &Library::default())?;
    Ok(Arc::new(Plan::new(program, &Options::on(AS_OF.parse()?))))
}
