//! The page of each bundled policy, in both languages, is what the policy says today; `cargo xtask bless` rewrites them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use dabiao::report::{coverage, page};
use dabiao::{Language, compile};
use dabiao_policies::{SOURCES, library};

#[test]
fn pages_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/policies");
    let mut compared = 0;
    for (name, source) in SOURCES {
        let program = compile(source, library().unwrap()).unwrap().program;
        if program.policy.is_none() {
            continue;
        }
        for (language, ending) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let path = folder.join(format!("{name}.{ending}.md"));
            let found = page(&program, language);
            if std::env::var_os("DABIAO_BLESS").is_some() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &found).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap();
            assert!(expected == found, "{} is stale; `cargo xtask bless` rewrites it", path.display());
            compared += 1;
        }
    }
    assert_eq!(compared, 8);
}

#[test]
fn the_totals_of_coverage_are_those_of_the_sources() {
    for (name, total) in [
        ("cn_rehab_2021", "97 provisions: "),
        ("sd_pilot_2022", "20 provisions: "),
        ("bj_rehab_2022", "17 provisions: "),
        ("qz_care_2022", "122 provisions: "),
    ] {
        let program = compile(dabiao_policies::source(name).unwrap(), library().unwrap()).unwrap().program;
        let covered = coverage(&program, Language::English);
        assert!(covered.lines().last().unwrap().starts_with(total), "{name}: {}", covered.lines().last().unwrap());
    }
}
