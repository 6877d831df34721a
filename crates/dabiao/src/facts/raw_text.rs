//! What a raw cell says as a text, and the usual ways of saying that there is nothing.

use super::names::{fold, trim};
use super::table::RawCell;
use crate::number::Number;

/// Whether a cell says nothing.
pub(super) fn is_empty(raw: &RawCell) -> bool {
    match raw {
        RawCell::Empty => true,
        RawCell::Text(text) => trim(text).is_empty(),
        _ => false,
    }
}

/// Whether a text says that there is none.
pub(super) fn is_none(text: &str) -> bool {
    matches!(trim(text), "none" | "无")
}

/// Whether a text is one of the usual ways of writing that nothing is known.
pub(super) fn means_unknown(text: &str) -> bool {
    let usual = ["na", "n/a", "#n/a", "null", "nil", "-", "--", "—", "——", "?", "unknown", "未知", "不详", "缺失"];
    usual.contains(&fold(text).as_str())
}

/// A cell as a text: numbers in plain decimal, days as ISO dates.
pub(super) fn text_of(raw: &RawCell) -> String {
    match raw {
        RawCell::Empty => String::new(),
        RawCell::Text(text) => trim(text).to_owned(),
        RawCell::Number(number) => plain_decimal(number),
        RawCell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        RawCell::Date(date) => date.to_string(),
    }
}

fn plain_decimal(number: &Number) -> String {
    number.to_exact_decimal().unwrap_or_else(|| number.to_string())
}
