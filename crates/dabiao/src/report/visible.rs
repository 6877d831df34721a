//! Text that a user gave -> the same as a message shows it: every letter can be seen, and none acts on a terminal.

/// How many columns a tab takes.
const TAB_COLUMNS: usize = 4;
/// The most letters of a text that a message repeats.
const MOST_LETTERS: usize = 200;

/// A text as a message repeats it: its beginning, where it is long.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST_LETTERS));
    let mut letters = text.chars();
    letters.by_ref().take(MOST_LETTERS).for_each(|letter| push_visible(letter, &mut out));
    if letters.next().is_some() {
        out.push('…');
    }
    out
}

/// Control and bidirectional characters are shown by their code, so that they can neither act nor hide.
pub(super) fn push_visible(letter: char, out: &mut String) {
    match letter {
        '\t' => out.push_str(&" ".repeat(TAB_COLUMNS)),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {
            out.push_str(&format!("<{:04x}>", u32::from(letter)));
        }
        control if control.is_control() => out.push_str(&format!("<{:02x}>", u32::from(control))),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_LETTERS, visible};

    #[test]
    fn a_text_is_shown_and_does_nothing() {
        assert_eq!(visible("康复 beds"), "康复 beds");
        assert_eq!(visible("\u{1b}[31mred\u{202e}\n\t"), "<1b>[31mred<202e><0a>    ");
    }

    #[test]
    fn of_a_long_text_the_beginning_is_shown() {
        let whole = "9".repeat(MOST_LETTERS);
        assert_eq!(visible(&whole), whole);
        assert_eq!(visible(&format!("{whole}9")), format!("{whole}…"));
    }
}
