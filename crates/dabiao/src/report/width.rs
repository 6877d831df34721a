//! How wide a text stands on a terminal: full-width and CJK characters take two columns. Text is aligned by this, and
//! carets are placed under what they mean.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns of a text.
///
/// ```
/// assert_eq!(dabiao::report::width::width("康复 a"), 6);
/// ```
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The columns of a character; none for a control character.
pub fn width_of_char(letter: char) -> usize {
    UnicodeWidthChar::width(letter).unwrap_or(0)
}

/// The text with blanks after it up to `columns`.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with blanks before it up to `columns`.
pub fn right_aligned(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}
