//! How single tokens are spelled: keywords, names, texts, numbers and dates, in English or in Chinese.

use crate::date::Period;
use crate::language::Language;
use crate::number::{MAX_DIGITS, Number};
use crate::syntax::ast::{AggregateKind, Comparison, Force, Function, NumberLiteral, Percent, RelationKind};
use crate::syntax::numerals::split_keyword;
use crate::syntax::scanner::{continues_word, starts_word};
use crate::syntax::words::{self, FUNCTIONS, Meaning, SCALES, SPAN_UNITS, TYPES};

/// The spelling of a keyword.
pub(super) fn keyword(meaning: Meaning, language: Language) -> &'static str {
    match language {
        Language::English => meaning.english(),
        Language::Chinese => meaning.chinese(),
    }
}

/// A word of a table, given in its canonical English spelling.
fn word(table: &[words::Word], english: &'static str, language: Language) -> &'static str {
    match language {
        Language::English => english,
        Language::Chinese => words::in_chinese(table, english).unwrap_or(english),
    }
}

/// A name, in backquotes where it is no identifier or where it is a keyword of either language.
pub(super) fn name(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

fn is_plain(text: &str) -> bool {
    let mut letters = text.chars();
    let is_word = letters.next().is_some_and(starts_word) && letters.all(continues_word);
    is_word && !is_keyword(text) && !is_keyword(leading_letters(text))
}

fn is_keyword(word: &str) -> bool {
    Meaning::of(word).is_some() || words::is_reserved(word)
}

/// What of a Chinese word stands before its first digit: digits may touch a Chinese keyword, as in `到2025年`.
fn leading_letters(text: &str) -> &str {
    if text.starts_with(|letter: char| letter.is_ascii()) {
        return text;
    }
    text.split(|letter| !starts_word(letter)).next().unwrap_or(text)
}

/// A name behind a number: in backquotes also where it would be read as a scale, `` 8 `千克` ``, or as a word that
/// touches a keyword.
pub(super) fn name_after_number(text: &str) -> String {
    let is_scale =
        SCALES.iter().any(|(scale, _)| if scale.is_ascii() { text == *scale } else { text.starts_with(scale) });
    if is_scale || split_keyword(text).is_some() { quoted(text) } else { name(text) }
}

/// The name of a type: a unit, or a built-in one in the language of the program.
pub(super) fn type_name(text: &str, language: Language) -> String {
    match words::canonical(TYPES, text) {
        Some(english) if english == text => word(TYPES, english, language).to_owned(),
        Some(_) => quoted(text),
        None => name(text),
    }
}

/// The name of a function.
pub(super) fn function(function: Function, language: Language) -> &'static str {
    let english = match function {
        Function::Min => "min",
        Function::Max => "max",
        Function::Floor => "floor",
        Function::Ceil => "ceil",
        Function::Age => "age",
        Function::Days => "days",
        Function::WorkingDays => "working_days",
        Function::MonthEnd => "month_end",
        Function::YearEnd => "year_end",
    };
    word(FUNCTIONS, english, language)
}

/// The name of an aggregate.
pub(super) fn aggregate(kind: AggregateKind, language: Language) -> &'static str {
    let english = match kind {
        AggregateKind::Count => "count",
        AggregateKind::Sum => "sum",
        AggregateKind::Average => "average",
        AggregateKind::Min => "min",
        AggregateKind::Max => "max",
        AggregateKind::Share => "share",
        AggregateKind::Any => "any",
        AggregateKind::All => "all",
    };
    word(FUNCTIONS, english, language)
}

/// A comparison: a sign in English, a word in Chinese.
pub(super) fn comparison(comparison: Comparison, language: Language) -> &'static str {
    let (sign, meaning) = match comparison {
        Comparison::AtLeast => (Some(">="), Meaning::AtLeast),
        Comparison::MoreThan => (Some(">"), Meaning::MoreThan),
        Comparison::AtMost => (Some("<="), Meaning::AtMost),
        Comparison::LessThan => (Some("<"), Meaning::LessThan),
        Comparison::Equal => (Some("="), Meaning::Is),
        Comparison::NotEqual => (Some("!="), Meaning::IsNot),
        Comparison::Before => (None, Meaning::Before),
        Comparison::After => (None, Meaning::After),
        Comparison::Since => (None, Meaning::Since),
        Comparison::Until => (None, Meaning::Until),
    };
    match (sign, language) {
        (Some(sign), Language::English) => sign,
        _ => keyword(meaning, language),
    }
}

/// The keyword of a force.
pub(super) fn force(force: Force) -> Meaning {
    match force {
        Force::Must => Meaning::Must,
        Force::MustNot => Meaning::MustNot,
        Force::Shall => Meaning::Shall,
        Force::Target => Meaning::Target,
        Force::Should => Meaning::Should,
        Force::Strive => Meaning::Strive,
        Force::Promote => Meaning::Promote,
        Force::Explore => Meaning::Explore,
        Force::Support => Meaning::Support,
        Force::Encourage => Meaning::Encourage,
    }
}

/// The keyword of a relation.
pub(super) fn relation(kind: RelationKind) -> Meaning {
    match kind {
        RelationKind::Implements => Meaning::Implements,
        RelationKind::Repeats => Meaning::Repeats,
        RelationKind::Tightens => Meaning::Tightens,
        RelationKind::Extends => Meaning::Extends,
        RelationKind::Relaxes => Meaning::Relaxes,
        RelationKind::Conflicts => Meaning::Conflicts,
    }
}

/// A text in quotes, with its escapes.
pub(super) fn text(value: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A date as it stands behind a word that wants one: `2025`, `2025年`.
pub(super) fn date(period: Period, language: Language) -> String {
    match (language, period.month(), period.day()) {
        (Language::English, _, _) => period.to_string(),
        (Language::Chinese, None, _) => format!("{:04}年", period.year()),
        (Language::Chinese, Some(month), None) => format!("{:04}年{month}月", period.year()),
        (Language::Chinese, Some(month), Some(day)) => format!("{:04}年{month}月{day}日", period.year()),
    }
}

/// A date where a bare year would be read as a number.
pub(super) fn date_anywhere(period: Period, language: Language) -> String {
    date(period, if period.is_year() { Language::Chinese } else { language })
}

/// A number with its percent sign or its unit.
pub(super) fn literal(literal: &NumberLiteral, language: Language) -> String {
    let number = match literal.percent {
        Some(Percent::Hundredth) => readable(&literal.value, grouped(&literal.value)) + "%",
        Some(Percent::Thousandth) => readable(&literal.value, grouped(&literal.value)) + "‰",
        None => number(&literal.value, language),
    };
    let Some(unit) = &literal.unit else { return number };
    match (words::canonical(SPAN_UNITS, &unit.text), language) {
        (Some(english), Language::Chinese) if english == unit.text => number + word(SPAN_UNITS, english, language),
        (Some(english), Language::English) if english == unit.text => format!("{number} {english}"),
        (Some(_), _) => format!("{number} {}", quoted(&unit.text)),
        (None, _) => format!("{number} {}", name_after_number(&unit.text)),
    }
}

/// A number where four bare digits would be read as a year: `8_070`.
pub(super) fn literal_beside_dates(number: &NumberLiteral, language: Language) -> String {
    let plain = literal(number, language);
    let is_year = plain.len() == 4 && plain.bytes().all(|digit| digit.is_ascii_digit());
    if is_year { separated(&plain) } else { plain }
}

/// A number: `300_000` in English, `30万` in Chinese.
pub(super) fn number(value: &Number, language: Language) -> String {
    match (language, ten_thousands(value)) {
        (Language::Chinese, Some(scaled)) => scaled,
        _ => readable(value, grouped(value)),
    }
}

/// The scale of a rate: `100000` in English, `10万` in Chinese.
pub(super) fn scale(value: &Number, language: Language) -> String {
    match (language, ten_thousands(value)) {
        (Language::Chinese, Some(scaled)) => scaled,
        _ => readable(value, decimal(value)),
    }
}

/// `written`, unless it has more digits than a text may have: then the number with the least scale that saves enough.
fn readable(value: &Number, written: String) -> String {
    let fits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS;
    if fits(&written) {
        return written;
    }
    let scaled = SCALES.iter().map(|(scale, exponent)| {
        let gap = if scale.is_ascii() { " " } else { "" };
        format!("{}{gap}{scale}", grouped(&(value.clone() * Number::power_of_ten(-exponent))))
    });
    scaled.into_iter().find(|scaled| fits(scaled)).unwrap_or(written)
}

/// `30万`, `1.5亿`, where that is exact.
fn ten_thousands(value: &Number) -> Option<String> {
    let myriads = value.clone() * Number::power_of_ten(-4);
    if !myriads.is_whole() || myriads.is_zero() {
        return None;
    }
    if myriads.abs() < Number::power_of_ten(4) {
        return Some(grouped(&myriads) + "万");
    }
    let written = grouped(&(myriads * Number::power_of_ten(-4))) + "亿";
    Some(readable(value, written))
}

/// The decimal digits. A literal always has finitely many; any other number is shown as a fraction.
fn decimal(value: &Number) -> String {
    value.to_exact_decimal().unwrap_or_else(|| value.to_string())
}

/// The decimal digits, a whole part of five or more in groups of three.
fn grouped(value: &Number) -> String {
    let digits = decimal(value);
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(whole, part)| (whole, Some(part)));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let whole = if whole.len() >= 5 { separated(whole) } else { whole.to_owned() };
    let point = if fraction.is_some() { "." } else { "" };
    format!("{sign}{whole}{point}{}", fraction.unwrap_or(""))
}

/// Digits in groups of three.
fn separated(digits: &str) -> String {
    let mut output = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            output.push('_');
        }
        output.push(digit);
    }
    output
}
