//! Runs the built command as a user does: arguments, files and standard input in, output, messages and exit code out.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ONE_LINER: &str = "rehab_doctors per 100000 >= 8 by 2025";
const FACTS: &str =
    "id,name,population,rehab_doctors,date\n33,浙江,39540000,2372,2025-06-01\n34,Anhui,1000000,80,2025-06-01\n";

/// What a run left behind.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run_with(arguments: &[&str], input: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dabiao"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    let ran = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
}

fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, b"")
}

/// A run that must fail with this message.
fn refused(arguments: &[&str], message: &str) {
    let ran = run(arguments);
    assert_eq!((ran.err.as_str(), ran.code, ran.out.as_str()), (message, 2, ""), "{arguments:?}");
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_string()
}

#[test]
fn the_one_liner_is_judged() {
    let facts = file(&folder("one_liner"), "data.csv", FACTS);
    let ran = run(&["evaluate", "-e", ONE_LINER, "--facts", &facts, "--as-of", "2026-01-01"]);
    let expected = "\
as of 2026-01-01

rule: not met (1 not met, 1 met)
  subject     verdict  value  target  due         shortfall
  浙江 (33)   not met  5.999  >= 8    2025-12-31  short by 792
  Anhui (34)  met      8      >= 8    2025-12-31

1 rule: 1 not met; no breach of a binding duty
";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.code), (expected, "", 0));
}

#[test]
fn fail_on_sets_the_exit_code() {
    let facts = file(&folder("fail_on"), "data.csv", FACTS);
    let base = ["evaluate", "-e", ONE_LINER, "--facts", &facts, "--as-of", "2026-01-01"];
    let with = |more: &[&str]| run(&[&base, more].concat());
    assert_eq!(with(&["--fail-on", "not_met"]).code, 1);
    assert_eq!(with(&["--fail-on", "undetermined,pending"]).code, 0);
    assert_eq!(with(&["--fail-on", "breach"]).code, 0);
    let wrong = with(&["--fail-on", "missed"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("not_met, undetermined, pending, waived"), "{}", wrong.err);
}

#[test]
fn the_report_can_be_chinese() {
    let facts = file(&folder("chinese"), "data.csv", FACTS);
    let ran = run(&["evaluate", "-e", ONE_LINER, "--facts", &facts, "--as-of", "2026-01-01", "--lang", "zh"]);
    let line = ran.out.lines().find(|line| line.contains("浙江")).unwrap();
    assert_eq!(line.trim_end(), "  浙江（33）   未达标  5.999  >= 8  2025-12-31  缺 792");
}

#[test]
fn without_a_day_it_is_today_and_says_so() {
    let facts = file(&folder("today"), "data.csv", FACTS);
    let ran = run(&["evaluate", "-e", ONE_LINER, "--facts", &facts]);
    let day = ran.out.lines().next().unwrap().strip_prefix("as of ").unwrap();
    assert_eq!(ran.err, format!("note: judged on {day}, today; give another day with --as-of\n"));
    assert_eq!(ran.code, 0);
}

#[test]
fn json_and_csv_go_to_a_file() {
    let folder = folder("formats");
    let facts = file(&folder, "data.csv", FACTS);
    let base = ["evaluate", "-e", ONE_LINER, "--facts", &facts, "--as-of", "2026-01-01", "--format"];
    let output = folder.join("verdicts.json");
    let ran = run(&[&base[..], &["json", "--output", output.to_str().unwrap()]].concat());
    assert_eq!((ran.out.as_str(), ran.code), ("", 0));
    let json = std::fs::read_to_string(&output).unwrap();
    assert!(
        json.starts_with("{\n  \"as_of\": \"2026-01-01\",\n  \"policy\": null,\n  \"reading\": \"default\""),
        "{json}"
    );
    assert!(json.contains("\"value\": \"11860/1977\"") && json.ends_with("}\n"), "{json}");
    let csv = run(&[&base[..], &["csv"]].concat());
    assert_eq!(csv.out.lines().count(), 3);
    assert!(
        csv.out.contains(",rule,33,浙江,not_met,1,duty,false,1,true,target,false,2025-12-31,not_met,11860/1977,>=,8,")
    );
    let missing = folder.join("nowhere/verdicts.json");
    let missing = missing.to_str().unwrap();
    let message = format!("error: cannot write `{missing}`: no such file or directory\n");
    refused(&[&base[..], &["json", "--output", missing]].concat(), &message);
}

#[test]
fn facts_come_from_standard_input_as_csv_or_json() {
    let base = ["evaluate", "-e", ONE_LINER, "--facts", "-", "--as-of", "2026-01-01"];
    let csv = run_with(&base, FACTS.as_bytes());
    let json = r#"[{"id": "33", "population": 39540000, "rehab_doctors": 2372}]"#;
    let json = run_with(&base, json.as_bytes());
    assert_eq!((csv.code, json.code), (0, 0), "{}{}", csv.err, json.err);
    assert!(csv.out.contains("short by 792") && json.out.contains("short by 792"));
    let policy = run_with(&["check", "-"], ONE_LINER.as_bytes());
    assert_eq!((policy.out.as_str(), policy.code), ("<stdin>: no errors\n", 0));
    refused(
        &["evaluate", "-", "--facts", "-", "--as-of", "2026-01-01"],
        "error: standard input (`-`) can be read only once\n",
    );
}

#[test]
fn bad_arguments_are_refused_in_words() {
    let folder = folder("refusals");
    let facts = file(&folder, "data.csv", FACTS);
    let shown = folder.display();
    let policy = |policy: &str, message: &str| refused(&["evaluate", policy, "--facts", &facts], message);
    policy(
        "cn_rehab_2020",
        "error: there is no bundled policy and no file `cn_rehab_2020`; did you mean `cn_rehab_2021`?\n",
    );
    policy(folder.to_str().unwrap(), &format!("error: `{shown}` is a folder, not a policy\n"));
    let binary = file(&folder, "binary.dabiao", b"rule a {\n  \xb9\xe6\xd4\xf2\n}");
    policy(&binary, &format!("error: `{binary}` is not UTF-8 text (line 2, byte 11); save it as UTF-8\n"));
    let large = file(&folder, "large.dabiao", vec![b' '; 1_048_577]);
    policy(&large, &format!("error: `{large}` has more than 1048576 bytes, the limit of a source\n"));
    let one = |more: &[&str], message: &str| refused(&[&["evaluate", "-e", ONE_LINER], more].concat(), message);
    one(&["--facts", &facts, "--as-of", "2025"], "error: `2025` is no day; write it like 2025-12-31\n");
    one(&["--facts", &facts, "--reading", "strict"], "error: there is no reading `strict` (readings: none)\n");
    one(&["--facts", "nowhere"], "error: cannot read `nowhere`: no such file or directory\n");
    let empty = folder.join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let empty = empty.to_str().unwrap();
    one(&["--facts", empty], &format!("error: `{empty}` holds no .csv or .json file\n"));
    one(&["--facts", &binary], &format!("error: `{binary}` is neither a folder nor a .csv or .json file\n"));
    one(&["--facts", &facts, "--input", "rate"], "error: `rate` names no value; write `--input NAME=VALUE`\n");
    assert_eq!(run(&["evaluate", "--facts", &facts]).code, 2);
    assert_eq!(run(&["nonsense"]).code, 2);
}

#[test]
fn faults_of_text_and_tables_are_rendered() {
    let folder = folder("faults");
    let facts = file(&folder, "data.csv", "id,population,doctors\na,1000,-5\nb,many,3\n");
    let ran = run(&["evaluate", "-e", "doctors per 1000 >= 8%", "--facts", &facts]);
    let expected = "\
error[E0306]: a rate is compared with a number or with a rate, and this is a share
 --> <text>:1:1
  |
1 | doctors per 1000 >= 8%
  | ^^^^^^^^^^^^^^^^^^^^^^
";
    assert_eq!((ran.err.as_str(), ran.out.as_str(), ran.code), (expected, "", 2));
    let ran = run(&["evaluate", "-e", "doctors per 1000 >= 8", "--facts", &facts, "--as-of", "2026-01-01"]);
    assert_eq!((ran.out.as_str(), ran.code, ran.err.lines().count()), ("", 2, 2), "{}", ran.err);
    assert!(ran.err.contains("row 1 column `doctors`") && ran.err.contains("row 2 column `population`"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dabiao"))
        .args(["show", "cn_rehab_2021", "--source"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!((ran.status.code(), String::from_utf8(ran.stderr).unwrap().as_str()), (Some(0), ""));
}

const POLICY: &str = "\
# The sample of these tests.
policy sample \"A sample\" | \"示例\" {
  use words
  rule doctors \"Doctors\" | \"医师\" {
    for each region   # every one
    shall doctors per 1000 population >= 8 by 2025
    reading strict \"more than\": shall doctors per 1000 population > 8 by 2025
  }
  let rate: number
  rule beds { for each region show beds = rate * population }
}
";
const WORDS: &str =
    "unit persons \"persons\" | \"人\" whole\nentity region \"region\" | \"地区\" { population, doctors: persons }\n";
const REGIONS: &str = "id,population,doctors\na,1000,8\nb,1000,7\n";

/// A policy, the vocabulary beside it, and a folder of facts.
fn sample(name: &str) -> (PathBuf, String, String) {
    let folder = folder(name);
    let policy = file(&folder, "sample.dabiao", POLICY);
    file(&folder, "words.dabiao", WORDS);
    file(&folder, "facts/region.csv", REGIONS);
    let facts = folder.join("facts").to_str().unwrap().to_string();
    (folder, policy, facts)
}

#[test]
fn a_vocabulary_beside_the_policy_is_found() {
    let (_, policy, facts) = sample("beside");
    let base = ["evaluate", &policy, "--facts", &facts, "--as-of", "2026-01-01", "--input", "rate=0.5"];
    let ran = run(&base);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("b        not met  7      >= 8    2025-12-31  short by 1 persons"), "{}", ran.out);
    assert!(ran.out.contains("beds  500"), "{}", ran.out);
    let all = run(&[&base[..], &["--reading", "all"]].concat());
    let expected = "\
Verdicts that depend on the reading (default, strict):
  Doctors, a: default = met; strict = not met
";
    assert!(all.out.ends_with(expected), "{}", all.out);
    let strict = run(&[&base[..], &["--reading", "strict", "--format", "json"]].concat());
    assert!(strict.out.contains("\"reading\": \"strict\""), "{}", strict.out);
    let wrong = run(&[&base[..], &["--reading", "strikt"]].concat());
    assert_eq!(wrong.err, "error: there is no reading `strikt`; did you mean `strict`? (readings: strict)\n");
}

#[test]
fn a_verdict_is_explained() {
    let (_, policy, facts) = sample("explain");
    let base = ["--facts", &facts, "--as-of", "2026-01-01", "--input", "rate=1"];
    let ran = run(&[&["explain", &policy, "doctors", "b"], &base[..]].concat());
    let expected = "\
Doctors, b: not met
Judged on 2026-01-01, under the reading `default`.

Requirement (shall)
  The rule says: `shall doctors per 1000 population >= 8 by 2025`
  It was due on 2025-12-31, and is judged by what was known for that day.
  Facts read:
    doctors of b: 7 persons (undated)
    population of b: 1,000 persons (undated)
  Compared, over a common denominator:
    7,000 >= 8,000 does not hold
  The value is 7; required is >= 8.
  Verdict: not met; short by 1 persons.
  It rests on a fact without a date, which need not have held on the due date.
  This is a breach of a binding duty.
";
    assert_eq!((ran.out.as_str(), ran.code), (expected, 0), "{}", ran.err);
    let wrong = |names: &[&str], message: &str| refused(&[&["explain", &policy], names, &base[..]].concat(), message);
    wrong(&["doctor", "b"], "error: there is no rule `doctor`; did you mean `doctors`? (rules: doctors, beds)\n");
    wrong(&["doctors", "z"], "error: the rule `doctors` is not about `z` (it judges: a, b)\n");
    wrong(&["b"], "error: name a rule and a unit (rules: doctors, beds)\n");
}

#[test]
fn formatting_keeps_comments_and_refuses_errors() {
    let folder = folder("fmt");
    let untidy = "# why\nrule a{for each region   # every one\nshall x>=1 by 2025}\n";
    let path = file(&folder, "a.dabiao", untidy);
    let checked = run(&["fmt", "--check", &path]);
    assert_eq!((checked.out, checked.code), (format!("{path}\n"), 1));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), untidy);
    assert_eq!(run(&["fmt", &path]).code, 0);
    let tidy = std::fs::read_to_string(&path).unwrap();
    assert_eq!(tidy, "# why\nrule a {\n  for each region # every one\n  shall x >= 1 by 2025\n}\n");
    assert_eq!(run(&["fmt", "--check", &path]).code, 0);
    assert_eq!(run(&["fmt", "--lang", "zh", &path]).code, 0);
    let chinese = std::fs::read_to_string(&path).unwrap();
    assert!(chinese.starts_with("# why\n规则 a {") && chinese.contains("# every one"), "{chinese}");
    // What is Chinese stays Chinese.
    assert_eq!(run(&["fmt", "--check", &path]).code, 0);
    let broken = file(&folder, "b.dabiao", "rule b { shall }");
    let ran = run(&["fmt", &broken, &path]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error[E0"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&broken).unwrap(), "rule b { shall }");
    let piped = run_with(&["fmt", "-"], b"x>=1");
    assert_eq!((piped.out.as_str(), piped.code), ("x >= 1\n", 0));
}

#[test]
fn checking_reports_every_file() {
    let folder = folder("check");
    let good = file(&folder, "good.dabiao", ONE_LINER);
    let bad = file(&folder, "bad.dabiao", "rule a { shall x >= 1 by 2025-13-01 }\n");
    let ran = run(&["check", &good, "nowhere.dabiao", &bad]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.out, format!("{good}: no errors\n{bad}: 1 error, 0 warnings\n"), "{}", ran.err);
    assert!(ran.err.contains("no file `nowhere.dabiao`") && ran.err.contains("error[E0115]"), "{}", ran.err);
    let json = run(&["check", "--format", "json", &bad]);
    assert_eq!(json.code, 2);
    let expected = format!(
        "[\n  {{\n    \"code\": \"E0115\",\n    \"column\": 26,\n    \"file\": \"{bad}\",\n    \"hint\": \"dates are written \
         `2021-10-31`, `2021-10` or `2021年10月31日`\",\n    \"line\": 1,\n    \"message\": \"`2025-13-01` is no date of the \
         calendar\",\n    \"severity\": \"error\",\n    \"span\": {{\n      \"end\": 35,\n      \"start\": 25\n    }},\n    \
         \"suggestion\": null\n  }}\n]\n"
    );
    assert_eq!(json.out, expected);
}

#[test]
fn the_bundled_policies_are_listed_and_shown() {
    let list = run(&["policies"]);
    assert_eq!(list.code, 0, "{}", list.err);
    assert!(
        list.out.lines().any(|line| line.starts_with("cn_rehab_2021  ") && line.ends_with(" rules")),
        "{}",
        list.out
    );
    assert!(!list.out.contains("health_cn"), "{}", list.out);
    let outline = run(&["show", "cn_rehab_2021", "--lang", "zh"]);
    assert!(outline.out.contains("（cn_rehab_2021）") && outline.out.contains("\n规则 ("), "{}", outline.out);
    let rule = run(&["show", "cn_rehab_2021", "doctors"]);
    assert!(rule.out.contains("\nrule doctors "), "{}", rule.out);
    refused(
        &["show", "cn_rehab_2021", "doctor"],
        "error: `cn_rehab_2021` has no rule `doctor`; did you mean `doctors`?\n",
    );
    assert!(run(&["show", "cn_rehab_2021", "--source", "--lang", "zh"]).out.contains("政策 cn_rehab_2021"));
}

#[test]
fn cases_are_run() {
    let (folder, ..) = sample("cases");
    let case = folder.join("cases/doctors/seven");
    std::fs::create_dir_all(case.join("facts")).unwrap();
    std::fs::rename(folder.join("sample.dabiao"), case.join("policy.dabiao")).unwrap();
    std::fs::rename(folder.join("words.dabiao"), case.join("words.dabiao")).unwrap();
    file(&case, "facts/region.csv", REGIONS);
    file(&case, "as-of", "2026-01-01\n");
    file(&case, "inputs", "rate=1\n");
    let cases = folder.join("cases");
    let (cases, shown) = (cases.to_str().unwrap(), case.display());
    let missing = run(&["test", cases]);
    let expected =
        format!("FAILED {shown}\n    there is no `verdicts.json`; `--bless` writes it\n0 passed, 1 failed\n");
    assert_eq!((missing.out, missing.code), (expected, 1));
    assert_eq!(run(&["test", "--bless", cases]).code, 0);
    let passed = run(&["test", cases]);
    assert_eq!((passed.out, passed.code), (format!("ok {shown}\n1 passed, 0 failed\n"), 0));
    let verdicts = case.join("verdicts.json");
    let wrong = std::fs::read_to_string(&verdicts).unwrap().replace("\"amount\": \"1\"", "\"amount\": \"2\"");
    std::fs::write(&verdicts, wrong).unwrap();
    let failed = run(&["test", cases]);
    assert_eq!(failed.code, 1);
    assert!(
        failed.out.contains("-                 \"amount\": \"2\",\n    +                 \"amount\": \"1\","),
        "{}",
        failed.out
    );
    refused(
        &["test", folder.join("facts").to_str().unwrap()],
        &format!("error: `{}` holds no case: no `policy.dabiao` and no `policy`\n", folder.join("facts").display()),
    );
}

#[test]
fn a_case_can_expect_errors() {
    let folder = folder("bad_case");
    file(&folder, "policy.dabiao", "rule a { shall x >= 1 by 2025-13-01 }\n");
    assert_eq!(run(&["test", "--bless", folder.to_str().unwrap()]).code, 0);
    let errors = std::fs::read_to_string(folder.join("errors.txt")).unwrap();
    assert!(errors.starts_with("error[E0115]") && errors.contains("错误[E0115]"), "{errors}");
    assert_eq!(run(&["test", folder.to_str().unwrap()]).code, 0);
    file(&folder, "policy.dabiao", "rule a { shall x >= 1 by 2025-12-01 }\n");
    assert_eq!(run(&["test", folder.to_str().unwrap()]).code, 1);
}

/// The example of `docs/json.md` is what the command writes.
#[test]
fn the_example_of_the_json_page_is_true() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/json.md")).unwrap();
    let block = |language: &str| {
        let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_string()
    };
    let facts = file(&folder("json_page"), "doctors.csv", block("csv"));
    let text = "rehab_doctors per 100000 >= 6 by 2022";
    let ran = run(&["evaluate", "-e", text, "--facts", &facts, "--as-of", "2023-06-30", "--format", "json"]);
    assert!(
        page.contains(&format!("dabiao evaluate -e '{text}' --facts doctors.csv --as-of 2023-06-30 --format json"))
    );
    assert_eq!(ran.out, block("json"), "{}", ran.err);
}
