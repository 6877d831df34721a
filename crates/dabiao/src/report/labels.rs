//! The words for what a program names and for the fixed vocabulary of verdicts, in the reader's language.

use crate::evaluate::verdict::Verdict;
use crate::language::Language;
use crate::program::{AttributeId, EntityId, Force, Measure, Order, Program, ReadingId, Title, Type, Words};

/// The label of a title: in the language, else in the other one, else its name.
pub fn title(title: &Title, language: Language) -> &str {
    let (first, second) = match language {
        Language::English => (&title.en, &title.zh),
        Language::Chinese => (&title.zh, &title.en),
    };
    first.as_ref().or(second.as_ref()).map_or(title.name.as_str(), String::as_str)
}

/// A text in the language, else in the other one.
pub(crate) fn words(words: &Words, language: Language) -> &str {
    match (language, &words.zh) {
        (Language::Chinese, Some(zh)) => zh,
        _ => &words.en,
    }
}

/// The one of two texts for the language.
pub(crate) fn pick<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

pub(crate) fn entity(program: &Program, id: EntityId, language: Language) -> &str {
    program.entities.get(id.0).map_or("?", |entity| title(&entity.title, language))
}

pub(crate) fn attribute(program: &Program, id: AttributeId, language: Language) -> &str {
    attribute_title(program, id).map_or("?", |found| title(found, language))
}

pub(crate) fn attribute_title(program: &Program, id: AttributeId) -> Option<&Title> {
    let attribute = program.entities.get(id.entity.0)?.attributes.get(id.index)?;
    Some(&attribute.title)
}

pub(crate) fn attribute_type(program: &Program, id: AttributeId) -> Option<&Type> {
    Some(&program.entities.get(id.entity.0)?.attributes.get(id.index)?.of_type)
}

/// What a reading is called; `default` where there is none.
pub(crate) fn reading_name(program: &Program, reading: Option<ReadingId>) -> &str {
    reading.and_then(|id| program.readings.get(id.0)).map_or("default", |reading| reading.name.as_str())
}

/// The label of a flag, item or limb, by its name: the first attribute or value of that name.
pub(crate) fn item<'a>(program: &'a Program, name: &'a str, language: Language) -> &'a str {
    let attributes = program.entities.iter().flat_map(|entity| &entity.attributes);
    let titles = attributes.flat_map(|attribute| {
        let values = match &attribute.of_type {
            Type::OneOf(values) | Type::Ordered(values) | Type::SetOf(values) => values.as_slice(),
            _ => &[],
        };
        std::iter::once(&attribute.title).chain(values)
    });
    titles.into_iter().find(|found| found.name == name).map_or(name, |found| title(found, language))
}

/// What is counted, such as `persons`; none for a plain number.
pub(crate) fn measure(program: &Program, measure: Measure, language: Language) -> Option<&str> {
    Some(match measure {
        Measure::Unit(unit) => title(&program.units.get(unit.0)?.title, language),
        Measure::Entity(id) => entity(program, id, language),
        Measure::Days => pick(language, "days", "天"),
        Measure::WorkingDays => pick(language, "working days", "个工作日"),
        Measure::Years => pick(language, "years", "岁"),
        Measure::Open | Measure::Plain => return None,
    })
}

pub(crate) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let (en, zh) = match verdict {
        Verdict::NotMet => ("not met", "未达标"),
        Verdict::Undetermined => ("undetermined", "数据不足"),
        Verdict::Pending => ("pending", "未到期"),
        Verdict::Waived => ("waived", "已豁免"),
        Verdict::Met => ("met", "达标"),
        Verdict::NotApplicable => ("not applicable", "不适用"),
        Verdict::Eligible => ("eligible", "符合条件"),
        Verdict::NotEligible => ("not eligible", "不符合条件"),
    };
    pick(language, en, zh)
}

/// The verdict as data writes it.
pub fn verdict_key(verdict: Verdict) -> &'static str {
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

/// The force as the language writes it, which is also how data writes it.
pub(crate) fn force(force: Force, language: Language) -> &'static str {
    let (en, zh) = match force {
        Force::Must => ("must", "必须"),
        Force::MustNot => ("must not", "不得"),
        Force::Shall => ("shall", "应当"),
        Force::Target => ("target", "目标"),
        Force::Should => ("should", "应该"),
        Force::Strive => ("strive", "力争"),
        Force::Promote => ("promote", "推动"),
        Force::Explore => ("explore", "探索"),
        Force::Support => ("support", "支持"),
        Force::Encourage => ("encourage", "鼓励"),
    };
    pick(language, en, zh)
}

/// The force with `in principle` before it where it has that.
pub(crate) fn whole_force(word: Force, in_principle: bool, language: Language) -> String {
    let word = force(word, language);
    match (in_principle, language) {
        (false, _) => word.to_string(),
        (true, Language::English) => format!("in principle {word}"),
        (true, Language::Chinese) => format!("原则上{word}"),
    }
}

/// The comparison sign, the same in every language.
pub(crate) fn order(order: Order) -> &'static str {
    match order {
        Order::AtLeast => ">=",
        Order::MoreThan => ">",
        Order::AtMost => "<=",
        Order::LessThan => "<",
        Order::Equal => "=",
        Order::NotEqual => "!=",
    }
}
