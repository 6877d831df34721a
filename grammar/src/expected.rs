//! What the grammar expected, as stable keys that a report turns into words: a keyword is its own English spelling, all
//! else is a notion that users know. Rules that no user has heard of have none, nor
//! have scales and units, which could follow any number.

use crate::Rule;
use crate::words::KEYWORDS;

/// A notion that users know, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notion {
    /// The stable key.
    pub key: &'static str,
    /// In English, with its article.
    pub english: &'static str,
    /// In Chinese.
    pub chinese: &'static str,
}

const fn notion(key: &'static str, english: &'static str, chinese: &'static str) -> Notion {
    Notion { key, english, chinese }
}

/// All notions; keywords are not among them.
pub const NOTIONS: &[Notion] = &[
    notion("name", "a name", "名称"),
    notion("value", "a value", "值"),
    notion("number", "a number", "数字"),
    notion("date", "a date", "日期"),
    notion("text", "a text in quotes", "引号中的文本"),
    notion("labels", "a label in quotes", "引号中的标签"),
    notion("comparison", "a comparison", "比较"),
    notion("sign", "an arithmetic sign", "运算符"),
    notion("condition", "a condition", "条件"),
    notion("type", "a type", "类型"),
    notion("set", "a set in braces", "花括号中的集合"),
    notion("clause", "a clause", "条款"),
    notion("force", "a force such as `target`", "效力词（如 `目标`）"),
    notion("field", "a column with its type", "字段及其类型"),
    notion("end", "the end of the clause", "条款结束"),
];

/// Where a key stands in a list: punctuation first, then notions, then keywords, then the end.
pub fn rank(key: &str) -> usize {
    let notion = NOTIONS.iter().position(|notion| notion.key == key);
    match notion {
        Some(_) if key == "end" => NOTIONS.len() + 2,
        Some(position) => position + 1,
        None if key.chars().all(|sign| sign.is_ascii_punctuation()) => 0,
        None => NOTIONS.len() + 1,
    }
}

/// The key of what a rule stands for.
pub fn key(stands_for: Rule) -> Option<&'static str> {
    if let Some(keyword) = KEYWORDS.iter().find(|keyword| keyword.rule == stands_for) {
        return Some(keyword.english);
    }
    Some(match stands_for {
        Rule::name | Rule::path | Rule::labelled => "name",
        Rule::arithmetic | Rule::bound | Rule::factor | Rule::reference | Rule::quantity | Rule::parenthesised => {
            "value"
        }
        Rule::rate_part | Rule::case_value | Rule::case_table | Rule::rate_before | Rule::minus => "value",
        Rule::argument | Rule::attestation | Rule::let_set | Rule::let_steps | Rule::step => "value",
        Rule::number | Rule::rate_scale => "number",
        Rule::date | Rule::period | Rule::end_of => "date",
        Rule::text => "text",
        Rule::labels => "labels",
        Rule::compare | Rule::comparison | Rule::comparison_sign | Rule::bounded => "comparison",
        Rule::between | Rule::membership | Rule::inclusion | Rule::date_comparison => "comparison",
        Rule::arithmetic_sign | Rule::plain_sign => "sign",
        Rule::condition | Rule::conditional | Rule::simple | Rule::truth | Rule::alternative => "condition",
        Rule::field_type | Rule::one_of | Rule::ordered | Rule::set_of => "type",
        Rule::set_literal => "set",
        Rule::force => "force",
        Rule::field => "field",
        Rule::EOI => "end",
        Rule::at_day => "at",
        Rule::rate => "per",
        Rule::due => "by",
        Rule::stage => "then",
        Rule::case_row => "to",
        Rule::case_otherwise => "otherwise",
        Rule::for_each | Rule::line | Rule::bare_line | Rule::eligible | Rule::show | Rule::except | Rule::reading => {
            "clause"
        }
        Rule::relation | Rule::cite | Rule::responsible | Rule::note | Rule::policy | Rule::rule | Rule::vocabulary => {
            "clause"
        }
        Rule::use_clause | Rule::unit | Rule::body | Rule::entity | Rule::let_clause | Rule::base => "clause",
        Rule::not_encoded | Rule::policy_header | Rule::rule_header | Rule::entity_header => "clause",
        _ => return None,
    })
}
