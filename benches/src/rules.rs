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
const POLICY: &str = "
entity region {
  population, elderly, doctors, nurses, rehab_doctors, therapists, caregivers, social_workers: persons
  beds, rehab_beds, nursing_beds: beds
  institutions: institutions
}
policy twenty {
  base population
  rule doctors        { shall  doctors per 1000 >= 2.5 by 2025 }
  rule nurses         { shall  nurses per 1000 >= 3.8 by 2025 }
  rule rehab_doctors  { target rehab_doctors per 100000 >= 8 by 2025 }
  rule therapists     { target therapists per 100000 >= 12 by 2025 }
  rule beds           { shall  beds per 1000 >= 6.5 }
  rule caregivers     { strive caregivers per 1000 elderly >= 20 by 2030 }
  rule institutions   { should institutions per 10000 <= 5 }

  rule rehab_beds     { shall  rehab_beds >= 2% of beds }
  rule nursing_beds   { target nursing_beds >= 60% of beds by 2025 }
  rule rehab_share    { should rehab_doctors >= 3% of doctors }
  rule social_workers { target social_workers : elderly >= 1:450 by 2025 }
  rule doctor_nurse   { shall  doctors : nurses >= 1:2 }
  rule ageing         { should elderly <= 25% of population }
  rule staff          { shall  (doctors + nurses) >= 0.6% of population }
  rule therapist_load { strive beds : therapists <= 60:1 by 2030 }

  rule large_or_small { shall  if population > 300_000 then rehab_beds >= 40 else rehab_beds >= 10 }
  rule large          { for each region where population > 300_000   target therapists >= 40 by 2025 }
  rule small          { for each region where population <= 300_000  target therapists >= 10 by 2025 }
  rule many_beds      { shall  if beds > 2000 then social_workers >= 100 }
  rule aged           { for each region where elderly >= 20% of population and beds > 0
                        shall nursing_beds per 1000 elderly >= 15 }
}
";

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
    let units = match numbers {
        Numbers::Whole => WHOLE,
        Numbers::Decimal => DECIMAL,
    };
    format!("{units}{POLICY}")
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
