//! Accept and reject examples for every rule of the grammar. A rule accepts a text if it consumes the whole of it; a
//! silent rule, which leaves no pair, if it consumes a part.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use dabiao_grammar::words::KEYWORDS;
use dabiao_grammar::{DabiaoParser, Rule};
use pest::Parser;

/// A rule, texts that it accepts, and texts that it rejects.
type Example = (Rule, &'static [&'static str], &'static [&'static str]);

const CHARACTERS: &[Example] = &[
    (Rule::WHITESPACE, &[" ", "\n", "\u{3000}"], &["a", ""]),
    (Rule::blank, &[" ", "\r", "\u{A0}", "# why\n"], &["a", ""]),
    (Rule::blanks, &["", " \n# why\n "], &[]),
    (Rule::comment, &["# why", "＃ 为什么"], &["why", "// why"]),
    (Rule::inline, &[" ", "\t"], &["\n", "a"]),
    (Rule::gap, &[" # a\n ", "\n"], &["a", ""]),
    (Rule::letter, &["a", "床", "_"], &["1", "-"]),
    (Rule::word_char, &["a", "1", "床"], &["-", "）"]),
    (Rule::word_end, &["", "-", "）"], &["a", "1", "床"]),
    (Rule::letter_end, &["", "1", "-"], &["a", "床"]),
    (Rule::foreign, &["床", "８", "≥"], &["a", "~"]),
    (Rule::digit, &["1", "８"], &["a", "八"]),
    (Rule::open, &["(", "（"], &[")", "["]),
    (Rule::close, &[")", "）"], &["(", "]"]),
    (Rule::lbrace, &["{", "｛"], &["}", "["]),
    (Rule::rbrace, &["}", "｝"], &["{", "]"]),
    (Rule::comma, &[",", "，", "、"], &[";", "；"]),
    (Rule::colon, &[":", "："], &[";", "="]),
    (Rule::dot, &[".", "．"], &["。", ","]),
    (Rule::bar, &["|", "｜"], &["/", ""]),
    (Rule::assign, &["=", "＝"], &["==", ":"]),
];

const TOKENS: &[Example] = &[
    (Rule::name, &["beds", "床位", "`县（市、区）`", "`base`", "每万人口床位", "least"], &["base", "5a", "到", "``"]),
    (Rule::path, &["a", "cn_rehab_2021.physicians"], &["a.", "a(", "5.a"]),
    (Rule::reference, &["county.population", "age(born_on)"], &["age (born_on)", "or"]),
    (Rule::arguments, &["()", "(a, b)", "（a，b）"], &["(a b)", "(a", "[a]"]),
    (Rule::text, &["\"a\"", "“甲”", r#""a \"b\" \\ \n""#], &["\"a", "'a'", "\"a\nb\"", r#""\q""#]),
    (Rule::labels, &["\"beds\"", "\"beds\" | \"张\""], &["beds", "\"a\" | b", "\"a\" \"b\""]),
    (
        Rule::number,
        &["2.5", "3_000_000", "3 million", "300万", "1.5亿"],
        &["1e5", "2,372", "1000-100", "20beds", "1.2.3"],
    ),
    (Rule::no_number, &["a", "_", ".1", "-5", ",372"], &[" beds", "-a", ",3728", "万"]),
    (Rule::no_unit, &["by", "\n", ")", "5"], &["beds", "%", "bypass", "`a`"]),
    (Rule::begins_arguments, &["(", "（"], &["a", " ("]),
    (Rule::begins_scale, &["million", "万"], &["beds", "by"]),
    (Rule::begins_unit, &["beds", "%"], &["by", "\n"]),
    (Rule::scale, &["million", "万"], &["millions", "个"]),
    (Rule::chinese_scale, &["万", "百万", "亿"], &["million", "百分点"]),
    (Rule::percent, &["%", "％", "‰"], &["percent", "/"]),
    (Rule::quantity, &["2.5%", "20 beds", "3 months", "20 working days", "8人"], &["beds", "20\nbeds", "5 %%"]),
    (Rule::unit_word, &["beds", "working days", "`square metres`", "个工作日"], &["by", "5", "以上"]),
    (
        Rule::date,
        &["2021-10", "2021-10-31", "2025年", "2021年10月31日", "2025年底"],
        &["2025", "2021-1", "2021-10-31-1", "2022-10target"],
    ),
    (Rule::period, &["2025", "2021-10"], &["20256", "2022target", "2025 million", "25"]),
    (Rule::reserved_english, &["base", "until"], &["bases", "least"]),
    (Rule::reserved_chinese, &["到", "每", "目标"], &["目标值", "每万人口"]),
];

const EXPRESSIONS: &[Example] = &[
    (Rule::condition, &["a and b", "if a then b", "x >= 5"], &["a and", "by 2025", "a b"]),
    (
        Rule::conditional,
        &["if a then b", "if a then b else if c then d else e"],
        &["if a", "if a then if b then c", "if a then b else"],
    ),
    (Rule::alternative, &["a then b"], &["a", "a then", "if a then b"]),
    (Rule::simple, &["a and b and c", "x > 1 or y"], &["if a then b", "a and or b"]),
    (Rule::truth, &["not x >= 5", "x", "x in {a}"], &["not not x", "and x"]),
    (Rule::comparison, &[">= 8", "before 2025", "30万 以下", "in {a}"], &["8", "by 2025"]),
    (Rule::connective, &["by", "或"], &["before", ">="]),
    (Rule::compare, &[">= 8", "不低于 8", "is public"], &["8", ">="]),
    (Rule::comparison_sign, &[">=", "≥", "at least", "不满", "is not", "!=", "＞＝"], &["==", "=>", "at"]),
    (Rule::between, &["between 1 and 2", "介于 1 且 2"], &["between 1", "between 1 or 2"]),
    (Rule::membership, &["in {a, b}", "属于 x"], &["in 5", "in"]),
    (Rule::inclusion, &["includes {a}", "includes any of {a, b}", "包括 x"], &["includes 5", "includes any {a}"]),
    (Rule::date_comparison, &["before 2025", "自 2021-10", "until closed_on"], &["by 2025", "before"]),
    (Rule::bounded, &["30万 以下", "20 or more", "8以上"], &["以下", "20"]),
    (Rule::arithmetic, &["a + b * 2", "-a", "a : b", "2% of beds"], &["- - a", "a +", "+ a"]),
    (Rule::bound, &["500_000", "a + 1"], &["1:2", ":"]),
    (Rule::arithmetic_sign, &["+", "×", ":", "of"], &["and", ">"]),
    (Rule::plain_sign, &["+", "÷", "的"], &[":", "："]),
    (Rule::sign, &["+", "−", "of", "的"], &[":", "often"]),
    (Rule::begins_sign, &["+", ":", "of", "的"], &["by", "<"]),
    (Rule::begins_at_or_per, &["at", "per", "每"], &["by", "to"]),
    (Rule::begins_part, &["beds", "("], &["<", "="]),
    (Rule::begins_and_or, &["and", "or", "或"], &["by", ")"]),
    (Rule::begins_comparison, &[">", "=", "at least", "in", "20 or more", "为"], &["by", "then", "and", ")"]),
    (Rule::minus, &["-", "－", "−"], &["+", "—"]),
    (Rule::factor, &["beds per 1000", "count(h) at 2021", "x"], &["per 1000", "a b"]),
    (Rule::operand, &["x", "5", "(a)", "{a}", "none", "attest a", "\"a\"", "2021-10"], &["by", "+", ")"]),
    (Rule::parenthesised, &["(a or b)", "（a）"], &["()", "(a", "[a]"]),
    (Rule::set_literal, &["{}", "{a, b}", "{甲、乙}", "{1, 2}"], &["{a b}", "{a", "[a]"]),
    (Rule::set_element, &["a", "5", "\"a\"", "none"], &["(a)", "{a}"]),
    (Rule::attestation, &["attest a, b", "佐证 甲"], &["attest", "attest 5"]),
    (Rule::at_day, &["at 2021-01-01", "at baseline", "于 2021"], &["at", "at least"]),
    (Rule::rate, &["per 100000 population", "per bed", "每千", "per 10万"], &["per", "per %"]),
    (Rule::rate_scale, &["100000", "万", "10 million"], &["beds", "2%"]),
    (Rule::rate_part, &["population", "sum(x over y)", "(a + b)"], &["5", "{a}"]),
    (Rule::rate_before, &["每10万 常住人口 康复医师数", "per 1000 beds", "每 床 护士数"], &["每10万", "per bed"]),
    (
        Rule::case_table,
        &["case x { to 5: 1  otherwise: 2 }", "分档 x { 至 5: 1 }"],
        &["case x {}", "case x { 5: 1 }", "case x { to 5 1 }"],
    ),
    (Rule::case_value, &["x", "(a + b)", "x per 1000"], &["5", "case"]),
    (Rule::case_row, &["to 500_000: 500", "to 5: 1:500"], &["to 5", "5: 1"]),
    (Rule::case_otherwise, &["otherwise: 1", "其余：1"], &["otherwise 1", "else: 1"]),
    (
        Rule::argument,
        &["x", "beds over hospital where a", "hospital where level >= II with b"],
        &["over x", "x over", "x where"],
    ),
];

const CLAUSES: &[Example] = &[
    (Rule::clause, &["cite \"1\"", "target x", "reading a: target x"], &["rule r {}", "x >= 5"]),
    (Rule::plain_clause, &["cite \"1\"", "target x"], &["reading a: target x", "x"]),
    (
        Rule::for_each,
        &["for each county", "每个 省", "for each county where a expect 32"],
        &["for county", "for each", "for each county expect x"],
    ),
    (Rule::line, &["target x >= 6 by 2022 then >= 8 by 2025", "目标 x"], &["x >= 6", "target", "target x by"]),
    (Rule::bare_line, &["x >= 6 by 2022", "x"], &["target x", "by 2022"]),
    (Rule::force, &["in principle shall \"应\"", "must not", "原则上 应当"], &["in principle", "may"]),
    (Rule::force_word, &["must not", "target", "力争"], &["may", "目标值"]),
    (Rule::due, &["by 2025", "by the end of 2025", "到2025年", "by a + 20 working days"], &["by", "before 2025"]),
    (Rule::begins_due, &["by", "到"], &["then", "}"]),
    (Rule::begins_stage, &["then", "再"], &["by", "}"]),
    (Rule::begins_principle, &["in", "原则上"], &["target", "must"]),
    (Rule::begins_text, &["\"", "“"], &["a", "'"]),
    (Rule::begins_end, &["the", "end"], &["2025", "accepted_on"]),
    (Rule::end_of, &["the end of", "end of"], &["the of", "ends of"]),
    (
        Rule::stage,
        &["then >= 8", "然后 目标 不低于 8 到2025年", "then between 1 and 2"],
        &["then 8", "then target by 2025"],
    ),
    (Rule::eligible, &["eligible \"a\" when b", "有资格 \"甲\" 当 b"], &["eligible a when b", "eligible \"a\""]),
    (Rule::show, &["show d = beds per 1000", "显示 d = x"], &["show = x", "show d"]),
    (Rule::except, &["except when a \"why\"", "除非 a"], &["except a", "except when"]),
    (
        Rule::reading,
        &["reading a \"why\": target x", "reading a: { for each b target c }", "读法 a：let b = c"],
        &["reading a target x", "reading: target x", "reading a: reading b: target x"],
    ),
    (Rule::relation, &["tightens a.b by 2025", "落实 a.b"], &["tightens", "tightens 5"]),
    (Rule::relation_word, &["implements", "冲突"], &["cite", "implement"]),
    (Rule::cite, &["cite \"1.14\"", "依据 “二”"], &["cite 1.14", "cite"]),
    (Rule::responsible, &["responsible HC, TCM", "责任单位 甲、乙"], &["responsible", "responsible \"HC\""]),
    (Rule::note, &["note \"why\" | \"原因\"", "备注 \"a\""], &["note", "note why"]),
];

const ITEMS: &[Example] = &[
    (Rule::program, &["", "x >= 5 cite \"1\"", "unit a rule r { target x }"], &["x >= a b", "}", "rule r {"]),
    (Rule::item, &["unit beds", "rule r { target x }", "cite \"1\""], &["x", "}"]),
    (Rule::policy, &["policy p { rule r { target x } }", "政策 p {}"], &["policy {}", "policy p {"]),
    (
        Rule::policy_header,
        &["policy p \"a\" | \"b\" in region \"330800\" from 2022-11-30 until 2030 {"],
        &["policy p", "policy p in region 330800 {", "policy p until 2030 from 2022 {"],
    ),
    (Rule::rule, &["rule r { cite \"1\" target x }", "规则 甲 {}"], &["rule r", "rule r { unit a }"]),
    (Rule::rule_header, &["rule r {", "rule r \"a\" {"], &["rule {", "rule r"]),
    (Rule::vocabulary, &["vocabulary v \"a\"", "词汇 v"], &["vocabulary", "vocabulary \"a\""]),
    (Rule::use_clause, &["use v", "使用 v"], &["use", "use \"v\""]),
    (Rule::unit, &["unit beds \"beds\" | \"张\" whole", "单位 床 整数"], &["unit", "unit beds whole whole"]),
    (Rule::body, &["body HC \"a\"", "主体 甲"], &["body", "body \"a\""]),
    (
        Rule::entity,
        &["entity e { a: flag b, c: date }", "实体 e {}"],
        &["entity e { a }", "entity e", "entity { a: flag }"],
    ),
    (
        Rule::entity_header,
        &["entity e in r from a until b {", "entity e {"],
        &["entity e", "entity e until b from a {", "entity e in {"],
    ),
    (Rule::field, &["a, b: persons", "kind \"a\" | \"b\": one of {x}"], &["a b: flag", "a", ": flag"]),
    (Rule::labelled, &["a", "a \"b\" | \"c\""], &["\"b\"", "5"]),
    (Rule::field_type, &["persons", "one of {a}", "ordered {I < II}", "set of {a}"], &["5", "{a}", "one of a"]),
    (Rule::one_of, &["one of {a, b}", "枚举 {甲、乙}"], &["one of {}", "one of {a b}"]),
    (Rule::ordered, &["ordered {I < II < III}", "有序 {I}"], &["ordered {I, II}", "ordered {I <}"]),
    (Rule::set_of, &["set of {a, b}", "多选 {甲}"], &["set of {}", "set {a}"]),
    (
        Rule::let_clause,
        &["let a = 5", "let a of r = b", "let a: number", "令 a = 6 自 2021, 8 自 2025", "let c = r where k = x"],
        &["let a", "let = 5", "let a 5"],
    ),
    (Rule::let_set, &["region where kind = county"], &["region", "5 where a"]),
    (Rule::let_steps, &["6 from 2021", "6 from 2021, 8 from 2025"], &["6", "6 from x"]),
    (Rule::step, &["6 from 2021-10"], &["6 since 2021", "from 2021"]),
    (Rule::base, &["base population", "基数 县.人口"], &["base", "base 5"]),
    (
        Rule::not_encoded,
        &["not encoded \"3.1\" \"recital\"", "未编码 \"3.1\" \"a\" | \"b\""],
        &["not encoded \"3.1\"", "not \"3.1\""],
    ),
];

const PIECES: &[Example] = &[
    (Rule::only_bare_line, &["x >= 5 by 2025 "], &["target x", "x y"]),
    (Rule::only_item, &["cite \"1\"", "let a = 5 # why"], &["rule r {}", "cite \"1\" cite \"2\""]),
    (Rule::only_fields, &["a: flag b: date", ""], &["a: flag b", "a"]),
    (Rule::only_policy_header, &["policy p {"], &["policy p { }", "policy p"]),
    (Rule::only_rule_header, &["rule r {"], &["rule r", "rule r { cite"]),
    (Rule::only_entity_header, &["entity e {"], &["entity e", "entity e { a"]),
    (Rule::only_reading_header, &["reading a \"why\": {"], &["reading a {", "reading a: target"]),
];

fn examples() -> impl Iterator<Item = &'static Example> {
    [CHARACTERS, TOKENS, EXPRESSIONS, CLAUSES, ITEMS, PIECES].into_iter().flatten()
}

/// Whether a rule consumes a whole text, or some of it where it is silent.
fn accepts(entry: Rule, text: &str) -> bool {
    match DabiaoParser::parse(entry, text) {
        Err(_) => false,
        Ok(mut pairs) => match pairs.next() {
            Some(pair) if pair.as_rule() == entry => pair.as_span().end() == text.len(),
            _ => true,
        },
    }
}

#[test]
fn every_rule_accepts_and_rejects_its_examples() {
    let mut wrong = Vec::new();
    for (entry, good, bad) in examples() {
        wrong.extend(good.iter().filter(|text| !accepts(*entry, text)).map(|text| format!("{entry:?} rejects {text}")));
        wrong.extend(bad.iter().filter(|text| accepts(*entry, text)).map(|text| format!("{entry:?} accepts {text}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_rule_is_without_examples() {
    let shown: BTreeSet<Rule> = examples().map(|(entry, _, _)| *entry).collect();
    let keywords: BTreeSet<Rule> = KEYWORDS.iter().map(|keyword| keyword.rule).collect();
    for (entry, good, bad) in examples() {
        // blanks may be none, and so are in every text
        assert!(!good.is_empty() && (!bad.is_empty() || *entry == Rule::blanks), "{entry:?}");
    }
    for entry in Rule::all_rules() {
        let known = shown.contains(entry) || keywords.contains(entry) || *entry == Rule::EOI;
        assert!(known, "{entry:?} has no examples");
    }
}

#[test]
fn every_keyword_is_accepted_in_every_spelling_and_in_no_other() {
    for keyword in KEYWORDS {
        let spaced = keyword.english.replace(' ', " # between\n ");
        for spelling in keyword.chinese.iter().copied().chain([keyword.english, &spaced]) {
            assert!(accepts(keyword.rule, spelling), "{:?} rejects {spelling}", keyword.rule);
            let longer = [format!("{spelling}x"), format!("{spelling}字"), format!("_{spelling}")];
            for text in longer {
                assert!(!accepts(keyword.rule, &text), "{:?} accepts {text}", keyword.rule);
            }
        }
        let digits = format!("{}8", keyword.chinese[0]);
        assert!(DabiaoParser::parse(keyword.rule, &digits).is_ok(), "digits may touch {digits}");
    }
}
