//! The sample facts load for every bundled policy, and show each verdict that the policy can give.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use dabiao::compile;
use dabiao::evaluate::verdict::Verdict;
use dabiao::evaluate::{Options, evaluate};
use dabiao::facts::{Table, from_csv, from_tables};
use dabiao_policies::{library, source};

/// Each policy with the verdicts it can give: `waived` needs a line in principle, `eligible` an entitlement.
const POLICIES: [(&str, &str); 4] = [
    ("cn_rehab_2021", "met not_met pending undetermined not_applicable waived eligible not_eligible"),
    ("sd_pilot_2022", "met not_met pending undetermined not_applicable"),
    ("bj_rehab_2022", "met not_met pending undetermined not_applicable"),
    ("qz_care_2022", "met not_met pending undetermined not_applicable waived eligible not_eligible"),
];

/// Before, between and after the due dates of the policies.
const DAYS: [&str; 4] = ["2021-12-31", "2022-12-15", "2024-06-30", "2026-06-30"];

#[test]
fn every_policy_shows_every_verdict() {
    for (policy, expected) in POLICIES {
        let program = compile(source(policy).unwrap(), library().unwrap()).unwrap().program;
        let (facts, warnings) = from_tables(&program, &tables()).unwrap();
        let other: Vec<_> = warnings.iter().filter(|warning| warning.code != "G0104").collect();
        assert!(other.is_empty(), "{policy}: {other:?}");
        let judge = |day: &&str| {
            let options = Options { as_of: day.parse().unwrap(), reading: None, record: false };
            evaluate(&program, &facts, &options).subjects.into_iter().filter_map(|subject| subject.verdict)
        };
        let found: BTreeSet<&str> = DAYS.iter().flat_map(judge).map(name).collect();
        assert_eq!(found, expected.split(' ').collect(), "{policy}");
    }
}

fn tables() -> Vec<Table> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let csv = files.filter(|path| path.extension().is_some_and(|ending| ending == "csv"));
    csv.map(|path| from_csv(path.file_name().unwrap().to_str().unwrap(), std::fs::read(&path).unwrap())).collect()
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotMet => "not_met",
        Verdict::Undetermined => "undetermined",
        Verdict::Pending => "pending",
        Verdict::Waived => "waived",
        Verdict::Met => "met",
        Verdict::NotApplicable => "not_applicable",
        Verdict::Eligible => "eligible",
        Verdict::NotEligible => "not_eligible",
    }
}
