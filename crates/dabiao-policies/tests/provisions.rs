//! Every provision of a source has its place in the bundled policy: the last word of a citation is its number.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use dabiao::compile;
use dabiao::program::Program;
use dabiao_policies::{library, source};

/// How many provisions each source has; 256 in all.
const PROVISIONS: [(&str, usize); 4] =
    [("cn_rehab_2021", 97), ("sd_pilot_2022", 20), ("bj_rehab_2022", 17), ("qz_care_2022", 122)];

#[test]
fn every_provision_has_its_place() {
    for (policy, provisions) in PROVISIONS {
        let program = compile(source(policy).unwrap(), library().unwrap()).unwrap().program;
        let cited = cited(&program);
        assert_eq!(cited.len(), provisions, "{policy}: {cited:?}");
    }
}

#[test]
fn every_rule_cites_a_provision() {
    for (policy, _) in PROVISIONS {
        let program = compile(source(policy).unwrap(), library().unwrap()).unwrap().program;
        for rule in &program.rules {
            let lines = rule.body.lines.iter().flat_map(|line| &line.citations);
            assert!(rule.citations.iter().chain(lines).next().is_some(), "{policy}: {}", rule.title.name);
        }
    }
}

/// The numbers of the provisions that are cited.
fn cited(program: &Program) -> BTreeSet<&str> {
    let rules = program
        .rules
        .iter()
        .flat_map(|rule| rule.citations.iter().chain(rule.body.lines.iter().flat_map(|line| &line.citations)));
    let left_out = program.not_encoded.iter().map(|left_out| &left_out.clause);
    let citations = program.citations.iter().chain(rules).chain(left_out);
    citations.map(|citation| citation.rsplit(' ').next().unwrap()).collect()
}
