//! The two languages that dabiao is written and read in: which spelling the formatter writes, which words a report uses.

use std::str::FromStr;

/// The language of a reader or of a printed program.
///
/// ```
/// use dabiao::language::Language;
/// assert_eq!("zh".parse(), Ok(Language::Chinese));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, `en`.
    #[default]
    English,
    /// Chinese, `zh`.
    Chinese,
}

/// The text names no language that dabiao speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not `en` or `zh`")]
pub struct LanguageError;

impl FromStr for Language {
    type Err = LanguageError;

    /// Reads `en` and `zh`.
    fn from_str(text: &str) -> Result<Language, LanguageError> {
        match text {
            "en" => Ok(Language::English),
            "zh" => Ok(Language::Chinese),
            _ => Err(LanguageError),
        }
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Language::English => "en",
            Language::Chinese => "zh",
        })
    }
}
