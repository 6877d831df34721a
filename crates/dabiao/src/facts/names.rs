//! Finds what a word of a table names: a column head, a table name, a value of an enumeration, a rule.
//! Identifiers go before labels and exact spellings before tolerated ones; two candidates of one rank are never chosen
//! between.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::nearest;
use crate::program::Title;

/// The names that a word may be, each for a thing.
#[derive(Debug)]
pub(crate) struct Names<T> {
    identifiers: Vec<(String, T)>,
    labels: Vec<(String, T)>,
    /// Both, spelled tolerantly; made when a word is first found only so.
    folded: OnceLock<Vec<(String, T)>>,
}

/// What a word names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named<T> {
    /// One thing.
    One(T),
    /// These two at least, by their identifiers.
    Several(String, String),
    /// Nothing.
    Unknown,
}

impl<T: Copy + PartialEq> Names<T> {
    pub(super) fn new() -> Names<T> {
        Names { identifiers: Vec::new(), labels: Vec::new(), folded: OnceLock::new() }
    }

    /// Names of things with titles, in their order.
    pub(super) fn of_titles<'a>(titles: impl IntoIterator<Item = (T, &'a Title)>) -> Names<T> {
        let mut names = Names::new();
        for (thing, title) in titles {
            names.add(thing, &title.name, [&title.en, &title.zh].into_iter().flatten().map(String::as_str));
        }
        names
    }

    /// Adds a thing. Of two things with the same identifier the one added first has it.
    pub(super) fn add<'a>(&mut self, thing: T, identifier: &str, labels: impl IntoIterator<Item = &'a str>) {
        self.folded = OnceLock::new();
        self.identifiers.push((identifier.to_owned(), thing));
        self.labels.extend(labels.into_iter().map(|label| (label.to_owned(), thing)));
    }

    pub(super) fn find(&self, word: &str) -> Named<T> {
        let word = trim(word);
        if let Some((_, thing)) = self.identifiers.iter().find(|(name, _)| name == word) {
            return Named::One(*thing);
        }
        let exact = self.choose(self.labels.iter().filter(|(label, _)| trim(label) == word));
        if exact != Named::Unknown {
            return exact;
        }
        let tolerant = self.folded.get_or_init(|| {
            let all = self.identifiers.iter().chain(&self.labels);
            all.map(|(name, thing)| (fold(name), *thing)).collect()
        });
        let folded = fold(word);
        self.choose(tolerant.iter().filter(|(name, _)| *name == folded))
    }

    /// The nearest identifier or label.
    pub(super) fn nearest(&self, word: &str) -> Option<&str> {
        nearest(trim(word), self.identifiers.iter().chain(&self.labels).map(|(name, _)| name.as_str()))
    }

    /// The identifiers, in order.
    pub(super) fn identifiers(&self) -> impl Iterator<Item = &str> {
        self.identifiers.iter().map(|(name, _)| name.as_str())
    }

    fn choose<'a>(&'a self, candidates: impl Iterator<Item = &'a (String, T)>) -> Named<T> {
        let mut chosen: Option<T> = None;
        for (_, thing) in candidates {
            match chosen {
                Some(other) if other != *thing => {
                    return Named::Several(self.identifier_of(other), self.identifier_of(*thing));
                }
                _ => chosen = Some(*thing),
            }
        }
        chosen.map_or(Named::Unknown, Named::One)
    }

    fn identifier_of(&self, thing: T) -> String {
        self.identifiers.iter().find(|(_, other)| *other == thing).map(|(name, _)| name.clone()).unwrap_or_default()
    }
}

/// The word without blanks and byte order marks around it.
pub(super) fn trim(word: &str) -> &str {
    word.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}'))
}

/// A tolerant spelling: compatibility forms (full width) as their plain ones, no case, single blanks.
pub(super) fn fold(word: &str) -> String {
    // ASCII is its own compatibility form, and many times faster without looking for it.
    let plain: String = match word.is_ascii() {
        true => word.to_ascii_lowercase(),
        false => word.nfkc().flat_map(char::to_lowercase).collect(),
    };
    trim(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(name: &str, en: &str, zh: &str) -> Title {
        Title { name: name.into(), en: Some(en.into()), zh: Some(zh.into()) }
    }

    #[test]
    fn identifiers_go_before_labels_and_a_shared_label_names_neither() {
        let titles = [title("beds", "all beds", "床位"), title("rehab_beds", "beds", "床位")];
        let names = Names::of_titles(titles.iter().enumerate());
        assert_eq!(names.find("beds"), Named::One(0));
        assert_eq!(names.find("床位"), Named::Several("beds".into(), "rehab_beds".into()));
        assert_eq!(names.find("\u{feff} ＡＬＬ  beds "), Named::One(0));
        assert_eq!(names.find("bed"), Named::Unknown);
        assert_eq!(names.nearest("bed"), Some("beds"));
    }
}
