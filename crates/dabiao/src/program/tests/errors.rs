//! Faults: a bad case beside each construct, all of a file at once, and what a reader sees of them.

use super::*;

#[test]
fn each_construct_refuses_what_it_cannot_mean() {
    let cases: &[(&str, &[&str])] = &[
        ("shall beds + doctors >= 1", &["E0302"]),
        ("shall beds + 5 persons >= 1", &["E0302"]),
        ("shall beds >= 5 persons", &["E0302"]),
        ("shall beds between 1 and 5 persons", &["E0302"]),
        ("shall share(hospital with public) >= 0.85", &["E0303"]),
        ("shall doctors per 1000 population >= nurses per 1000 beds", &["E0304"]),
        ("shall doctors per 1000 population >= 5%", &["E0306"]),
        ("shall doctors : nurses >= 50%", &["E0305"]),
        ("shall doctors : nurses >= 1:(2 - 2)", &["E0307"]),
        ("shall 1.2 * (doctors per 1000 population) >= beds", &["E0306"]),
        ("shall (doctors : nurses) + 1 >= 2", &["E0313"]),
        ("shall floor(mountainous) >= 2", &["E0301"]),
        ("shall min(beds, doctors) >= 2", &["E0302"]),
        ("shall max(plan_issued_on, 5) after 2025", &["E0301"]),
        ("shall plan_issued_on >= 2025", &["E0301"]),
        ("shall days(plan_issued_on, 2025-01-01) <= 3 months", &["E0301"]),
        ("shall working_days(plan_issued_on, 2025-01-01) <= 3 days", &["E0302"]),
        ("shall count(hospital) >= 5 beds", &["E0302"]),
        ("shall count(hospital where beds) >= 5", &["E0301"]),
        ("shall all(hospital with beds)", &["E0301"]),
        ("shall sum(public over hospital) >= 5", &["E0301"]),
        ("shall if beds then mountainous", &["E0301"]),
        ("shall beds >= (if mountainous then 5 else doctors)", &["E0302"]),
        ("shall beds >= case population { to 5: 1 otherwise: mountainous }", &["E0301"]),
        ("shall mountainous and not beds", &["E0301"]),
        ("shall mountainous = yes", &["E0325"]),
        ("shall id = 370200", &["E0301"]),
        ("shall name = Weifang", &["E0301"]),
        ("shall id < \"3\"", &["E0326"]),
        ("shall kind in {town}", &["E0209"]),
        ("shall beds in {5, 6}", &["E0301"]),
        ("shall kind includes {county}", &["E0301"]),
        ("rule r { for each hospital shall services = {nursing} }", &["E0209"]),
        ("rule r { for each hospital shall level = 3 }", &["E0301"]),
        ("rule r { for each hospital shall level = \"III\" }", &["E0301"]),
        ("rule r { for each hospital shall level between III and IV }", &["E0209"]),
        ("rule r { for each hospital shall services >= 2 }", &["E0301"]),
        ("shall count(county where beds >= hospital.beds) >= 1", &["E0221"]),
        ("shall county.doctor >= 1", &["E0201"]),
        ("shall beds at doctors >= 1", &["E0301"]),
        ("shall (plan_issued_on at 2021) after 2020", &["E0301"]),
        ("shall beds >= 1 by plan_issued_on + beds", &["E0323"]),
        ("shall beds >= 1 by 3 months", &["E0402"]),
        ("rule r { for each town shall beds >= 1 }", &["E0204"]),
        ("rule r { for each county where beds shall beds >= 1 }", &["E0301"]),
        ("rule r { eligible \"x\" when plan_issued_on }", &["E0301"]),
        ("rule r { show x = none }", &["E0301"]),
        ("rule r { show x = beds show x = doctors }", &["E0202"]),
        ("rule r { shall beds >= 1 } rule r { shall beds >= 2 }", &["E0202"]),
        ("rule r { except when beds shall beds >= 1 }", &["E0301"]),
        ("rule r { shall beds >= 1 reading s: show x = beds }", &["E0408"]),
        ("entity ward in hospitl { x: number } rule r { for each ward shall x >= 1 }", &["E0204"]),
        ("entity ward in hospital from x { x: number } rule r { for each ward shall x >= 1 }", &["E0301"]),
        ("entity ward in hospital from y { x: date } rule r { for each ward shall x after 2020 }", &["E0201"]),
        ("entity ward { x: one of {a, b, a} } rule r { for each ward where x = b shall attest y }", &["E0202"]),
        ("entity ward { x \"x y\", y \"x y\": number } rule r { for each ward shall attest z }", &["E0203"]),
        ("policy p in town \"1\" { rule r { shall beds >= 1 } }", &["E0204"]),
        ("policy p { base inhabitants rule r { shall doctors per 1000 >= 1 } }", &["E0201"]),
        ("policy p { base population base elderly rule r { shall doctors per 1000 >= 1 } }", &["E0202"]),
        ("let x of town = 5 rule r { shall beds >= x }", &["E0204"]),
        ("let a = a rule r { shall beds >= a }", &["E0208"]),
        ("let s = s where beds >= 1 rule r { for each s shall beds >= 1 }", &["E0208"]),
        ("let a of region = beds + b let b of region = a rule r { shall a >= 1 }", &["E0208"]),
        ("let x = 5 from 2021, 6 beds from 2022, 7 persons from 2023 rule r { shall beds >= x by 2025 }", &["E0302"]),
        ("shall sum(beds over county) per 1000 >= 1", &["E0311"]),
        ("shall beds / (3 - 3) >= 1", &["E0307"]),
        ("shall 5 beds per 100 beds >= 1", &[]),
        ("shall doctors per 1000 population >= 5 persons", &[]),
        ("shall doctors per 1000 population between 5人 and 6", &["E0205"]),
        ("shall doctors per 1000 population >= 5 beds", &["E0306"]),
        ("let x of county = 5 rule r { shall beds >= x }", &["E0428"]),
        ("entity region { x: number } rule r { shall x >= 1 }", &["E0202"]),
        ("rule r { for each shall beds >= 1 shall rehab_beds >= 1 }", &["E0120"]),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found = codes_on_little(text);
        if found != *expected {
            wrong.push(format!("{text}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_open_file_holds_numbers_only() {
    let cases: &[(&str, &[&str])] = &[
        ("level >= II", &[]),
        ("flagged", &["E0301"]),
        ("opened_on before 2025", &["E0301"]),
        ("count(hospital) >= 1", &["E0315"]),
        ("rule r { for each county shall x >= 1 }", &["E0315"]),
        ("kind in {a, b}", &["E0301"]),
        ("beds >= 5 beds", &["E0205"]),
        ("doctors : nurses >= 1:2", &[]),
        ("doctors per 1000 residents >= 2 and a + b >= c * d / e", &[]),
        ("a / b >= 60%", &[]),
        ("policy p in region \"1\" { rule r { shall x >= 1 } }", &["E0315"]),
    ];
    for (text, expected) in cases {
        assert_eq!(codes(text), *expected, "{text}");
    }
}

#[test]
fn all_faults_of_a_file_come_out_together() {
    let source = format!(
        "{VOCABULARY}\
         let unused = 5\n\
         let broken = unknown_name + 1\n\
         policy p from 2025 until 2024 {{\n\
           rule a {{ shall broken >= 1 shall docters >= 1 shall beds >= doctors }}\n\
           rule b {{ for each hospitol shall beds >= 1 }}\n\
           rule c {{ target share(hospital with public) >= 85 by 2025 then >= 90% by 2024 }}\n\
           rule d {{ shall beds >= >= 1 }}\n\
           rule e {{ shall beds >= 1 responsible XX tightens q.r }}\n\
         }}"
    );
    let found = faults(&source);
    let codes: Vec<&str> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        ["E0201", "E0426", "E0201", "E0302", "E0204", "E0303", "E0101", "E0210", "E0411"],
        "{}",
        diagnostics_as_text(&found, &source, "p", Language::English)
    );
    assert!(found.windows(2).all(|pair| pair[0].span <= pair[1].span), "in source order");
}

#[test]
fn names_of_unreadable_pieces_give_no_further_faults() {
    let source = format!("{VOCABULARY}let limit = = 5\nunit seats whole whole\nrule r {{ shall beds >= limit }}");
    let found = codes(&source);
    assert!(!found.is_empty() && found.iter().all(|code| code.starts_with("E01")), "{found:?}");
    let source = "entity region { beds: : number }\nrule r { shall beds >= 1 }";
    let found = codes(source);
    assert!(!found.is_empty() && found.iter().all(|code| code.starts_with("E01")), "{found:?}");
}

#[test]
fn a_broken_vocabulary_is_one_fault_at_its_use() {
    let mut library = library();
    library.add_source("bad_let", "entity region { beds: number } let x of region = bedz let y of region = bedx");
    library.add_source("bad_text", "entity region { beds: : number }");
    for name in ["bad_let", "bad_text", "broken"] {
        let source = format!("use {name} rule r {{ shall beds >= 1 shall x >= 1 }}");
        let found = compile(&source, &library).err().unwrap_or_default();
        let codes: Vec<&str> = found.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["E0215"], "{name}: {found:?}");
        assert_eq!(found[0].span.of(&source), name);
    }
}

#[test]
fn a_reader_sees_what_is_wrong_and_what_was_meant() {
    let cases = [
        ("shall doctor >= 1", "E0201", "`doctor` is not a known name", Some("doctors")),
        ("shall beds >= doctors", "E0302", "`beds` and `persons` cannot be compared or added", None),
        (
            "shall share(hospital with public) >= 85",
            "E0303",
            "a share is compared with a percentage, not with a plain number",
            Some("85%"),
        ),
        ("shall kind = conty", "E0209", "`conty` is none of the values here", Some("county")),
        ("shall any(hospitl)", "E0204", "`hospitl` is not a known set or entity", Some("hospital")),
        (
            "shall count(hospital where population >= 1) >= 1",
            "E0211",
            "`population` is an attribute of `region`, not of `hospital`",
            Some("region.population"),
        ),
        (
            "shall rehab_beds >= 5",
            "E0211",
            "`rehab_beds` is an attribute of `hospital`, not of `region`",
            Some("sum(rehab_beds over hospital)"),
        ),
        (
            "shall plan_issued_on >= 2025",
            "E0301",
            "a date is wanted here, and this is a plain number",
            Some("2025-01-01"),
        ),
        ("shall mountainous = no", "E0325", "a condition and a bare word cannot be compared", Some("not mountainous")),
        ("shall name = Weifang", "E0301", "a text is wanted here, and this is a bare word", Some("\"Weifang\"")),
        ("shall id = 370200", "E0301", "a text is wanted here, and this is a plain number", Some("\"370200\"")),
        (
            "shall doctors : nurses >= 2",
            "E0305",
            "a ratio is compared with a ratio, and this is a plain number",
            Some("2:1"),
        ),
    ];
    for (text, code, message, suggestion) in cases {
        let found = faults(&format!("{VOCABULARY}{text}"));
        let [fault] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(fault.code, code, "{text}");
        assert_eq!(wording::message(fault.code, &fault.details, Language::English), message, "{text}");
        assert_eq!(fault.suggestion.as_deref(), suggestion, "{text}");
    }
    let found = faults(&format!("{VOCABULARY}shall beds >= doctors + mountainous"));
    let chinese: Vec<String> =
        found.iter().map(|fault| wording::message(fault.code, &fault.details, Language::Chinese)).collect();
    assert_eq!(chinese, ["此处需要数值，而这是条件"]);
}

#[test]
fn unspaced_text_is_segmented_by_the_vocabulary_but_never_applied() {
    let source = "unit persons whole entity region { population \"residents\" | \"常住人口\", \
        doctors \"doctors\" | \"康复医师数\": persons } rule r { shall 每10万常住人口康复医师数不低于6 }";
    let found = faults(source);
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["E0219"]);
    assert_eq!(found[0].suggestion.as_deref(), Some("常住人口 康复医师数 不低于6"));
    assert_eq!(codes("康复医师数不低于6"), ["E0219"]);
    assert_eq!(codes("`达到60岁的人数` >= 6"), [""; 0], "what stands in backquotes is one name");
}

#[test]
fn warnings_leave_the_program_whole() {
    let cases: &[(&str, &[&str])] = &[
        ("target x <= 8 by 2022 then <= 9 by 2025", &["W0401"]),
        ("target x >= 8 by 2022 then > 8 by 2025", &[]),
        ("target x > 8 by 2022 then >= 8 by 2025", &["W0401"]),
        ("must not x >= 8 by 2022 then >= 6 by 2025", &[]),
        ("let limit = 6 from 2025 policy p from 2024 { rule r { shall x >= limit } }", &["W0405"]),
        ("vocabulary v let limit = 5 rule r { shall x >= 1 }", &[]),
        ("let limit = 5", &[]),
        ("let a = 5 let b = a rule r { shall x >= 1 }", &["W0201", "W0201"]),
    ];
    for (text, expected) in cases {
        let compiled = compile(text, &library()).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        let found: Vec<&str> = compiled.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(found, *expected, "{text}");
    }
}
