//! Faults: their codes, places and suggestions; and that one does not hide the next.

use super::super::codes::CODES;
use super::super::{Limits, parse};
use super::{faults, read};
use crate::language::Language;
use crate::report::wording;

#[test]
fn every_example_of_a_code_earns_it() {
    let mut wrong = Vec::new();
    for code in CODES {
        let Some(example) = code.example else { continue };
        let found: Vec<&str> = read(example).diagnostics.iter().map(|fault| fault.code).collect();
        if found != [code.code] {
            wrong.push(format!("{} {example}: {found:?}", code.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_words() {
    for code in CODES {
        assert!(wording::all().any(|wording| wording.code == code.code), "{} has no words", code.code);
    }
}

#[test]
fn faults_point_at_what_is_wrong() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("beds >= by 2025", &[("E0101", "by")]),
        ("let x 5", &[("E0101", "5")]),
        ("rule r { for each county any(ward) by 2025 }", &[("E0121", "any(ward) by 2025")]),
        ("rule r { count(h) >= 1 by 2025 }", &[("E0121", "count(h) >= 1 by 2025")]),
        ("target x cite \"a\" b", &[("E0101", "b")]),
        ("x >= 5 target y", &[("E0121", "x >= 5")]),
        ("polcy x { rule r { target a >= 5 } }", &[("E0118", "polcy")]),
        ("rule r { targt beds >= 5  shall x }", &[("E0118", "targt")]),
        ("count(unit) >= 5", &[("E0120", "unit")]),
        ("let unit = 5", &[("E0120", "unit")]),
        ("x >= 8以上", &[("E0119", "以上")]),
        ("到 >= 5", &[("E0120", "到")]),
        ("康复医师数 不低于 8 到2025年然后 目标 不低于 9", &[("E0137", "2025年然后")]),
        ("policy p { target x >= 5 }", &[("E0138", "target")]),
        ("policy p { unit beds }", &[("E0138", "unit")]),
        ("rule r { let a = 5 }", &[("E0138", "let")]),
        ("rule r { reading a: { let b = c } }", &[("E0138", "reading")]),
        ("rule r { target a } target b", &[("E0138", "target")]),
        ("rule a { target x >= (5 \nrule b { target y >= 5 }", &[("E0108", "{"), ("E0108", "(")]),
        ("x >= 5 }", &[("E0109", "}")]),
        ("x > 5))", &[("E0109", ")"), ("E0109", ")")]),
        ("target x >= 5 then 8 by 2025", &[("E0101", "8")]),
        ("x = \"a\" \"b\"", &[("E0101", "\"b\"")]),
        ("must not not x", &[("E0122", "must not not")]),
        ("if a then b else if c then d if e", &[("E0128", "if")]),
        ("x before 2021-02-30 and y >= 2,372", &[("E0111", "2,372")]),
        ("a.b(c) > 1", &[("E0131", "a.b")]),
        ("x > 1 and a + b per 5 > 2 or c", &[("E0124", "x > 1 and a + b per 5 > 2 or c"), ("E0125", "a + b per 5")]),
        ("reading a: reading b: target x >= 5", &[("E0101", "reading")]),
        ("a \u{0} b", &[("E0104", "\u{0}")]),
        ("# \u{202E}\nbeds > 5", &[("E0105", "\u{202E}")]),
    ];
    let mut wrong = Vec::new();
    for (source, expected) in cases {
        let found = faults(source);
        if found != *expected {
            wrong.push(format!("{source}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn suggestions_say_what_was_meant() {
    let cases = [
        ("beds >= 2,372", "2372"),
        ("beds >= 1000-100", "1000 - 100"),
        ("beds >= a-b", "a - b"),
        ("1 <= beds <= 2", "beds between 1 and 2"),
        ("shall not x", "must not"),
        ("x before 2021-1-5", "2021-01-05"),
        ("x => 5", ">="),
        ("count (h) > 1", "count("),
        ("cuont(h) > 1", "count"),
        ("let base = 5", "`base`"),
        ("人口 30人以下", "30人 以下"),
        ("20beds > 5", "20 beds"),
    ];
    for (source, expected) in cases {
        let found = read(source).diagnostics.into_iter().find_map(|fault| fault.suggestion);
        assert_eq!(found.as_deref(), Some(expected), "{source}");
    }
}

#[test]
fn bidirectional_controls_may_stand_in_texts() {
    assert_eq!(faults("name = \"\u{202E}abc\""), []);
}

#[test]
fn one_fault_does_not_hide_the_next() {
    let source = "unit 5\nentity e {\n a b\n c: flag\n d: one of {x y}\n}\nrule r { cite 5 target x >= }\nrule s { target y }\nlet k = 2,372";
    let parsed = read(source);
    let codes: Vec<&str> = parsed.diagnostics.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["E0101", "E0101", "E0101", "E0101", "E0101", "E0111"]);
    assert_eq!(parsed.ast.items.len(), 3, "the entity and both rules");
    let lost: Vec<&str> = parsed.unreadable.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(lost, ["a", "b", "d", "k"]);
}

#[test]
fn what_was_expected_is_told_in_the_words_of_the_reader() {
    let cases = [
        ("beds >= by 2025", "expected a value, found `by`", "此处应为值，却是 `by`"),
        ("let x 5", "expected `=`, a text in quotes or `of`, found `5`", "此处应为`=`、引号中的文本或`的`，却是 `5`"),
        ("for each county expect many", "expected a number, found `many`", "此处应为数字，却是 `many`"),
        ("beds >=", "expected a value", "此处应为值"),
        ("policy p { unit b }", "`unit` may not stand in a policy", "`unit` 不能放在政策中"),
    ];
    for (source, en, zh) in cases {
        let fault = read(source).diagnostics.into_iter().next().unwrap();
        let message = |language| wording::message(fault.code, &fault.details, language);
        assert_eq!((message(Language::English).as_str(), message(Language::Chinese).as_str()), (en, zh), "{source}");
    }
}

#[test]
fn faults_beyond_the_limit_are_counted() {
    let source = "unit 5 ".repeat(150);
    let parsed = read(&source);
    assert_eq!(parsed.diagnostics.len(), 101);
    let last = parsed.diagnostics.last().unwrap();
    assert_eq!((last.code, last.details.as_slice()), ("E0141", ["100".to_string(), "150".to_string()].as_slice()));
}

#[test]
fn sources_beyond_the_limit_are_refused() {
    let limits = Limits { source_bytes: 10, ..Limits::default() };
    let parsed = parse("beds >= 100", &limits);
    assert_eq!(parsed.diagnostics.first().map(|fault| fault.code), Some("E0102"));
    assert!(parse("beds >= 10", &limits).diagnostics.is_empty());
}
