//! Unspaced Chinese text, read as one long name -> the same text with blanks between its words, where keywords, numbers
//! and known names make up the whole of it. The checker suggests such a segmentation and never applies one.

use crate::syntax::words::{KEYWORDS, SCALES};

/// The longest name that is looked at, in characters.
const MOST_CHARACTERS: usize = 120;

/// The kinds of words that a text can be cut into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    Keyword,
    Name,
}

/// Signs of a comparison, which make it certain that a long word is no name.
const SIGNS: [&str; 8] = ["不低于", "不少于", "至少", "达到", "超过", "高于", "低于", "不满"];

/// The segmentation of a word of an open file, where nothing is known: it holds a sign of a comparison and a number, and
/// what lies between keywords and numbers is a name.
pub(super) fn segmented_by_signs(text: &str) -> Option<String> {
    let has_sign = |word: &str| SIGNS.iter().any(|sign| word.contains(sign));
    let has_digit = |word: &str| word.contains(|letter: char| letter.is_ascii_digit());
    if !has_sign(text) || !has_digit(text) {
        return None;
    }
    segmented(text, |word| !has_sign(word) && !has_digit(word))
}

/// The segmentation of `text` with the fewest words, if there is one with at least one keyword and one other word.
pub(super) fn segmented(text: &str, is_known: impl Fn(&str) -> bool) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() > MOST_CHARACTERS || characters.len() < 3 || text.is_ascii() {
        return None;
    }
    // For each prefix the fewest words, and where and as what the last of them begins.
    let mut best: Vec<Option<(usize, usize, Part)>> = vec![Some((0, 0, Part::Name))];
    for end in 1..=characters.len() {
        let mut here: Option<(usize, usize, Part)> = None;
        for start in 0..end {
            let Some(Some((words, ..))) = best.get(start) else { continue };
            let word: String = characters.get(start..end).unwrap_or_default().iter().collect();
            if let Some(part) = part_of(&word, &is_known)
                && here.is_none_or(|(fewest, ..)| words + 1 < fewest)
            {
                here = Some((words + 1, start, part));
            }
        }
        best.push(here);
    }
    spaced(&characters, &best)
}

fn spaced(characters: &[char], best: &[Option<(usize, usize, Part)>]) -> Option<String> {
    let mut parts = Vec::new();
    let mut end = characters.len();
    while end > 0 {
        let (_, start, part) = (*best.get(end)?)?;
        parts.push((characters.get(start..end)?.iter().collect::<String>(), part));
        end = start;
    }
    parts.reverse();
    let keywords = parts.iter().filter(|(_, part)| *part == Part::Keyword).count();
    if keywords == 0 || keywords == parts.len() {
        return None;
    }
    let mut text = String::new();
    let mut before: Option<Part> = None;
    for (word, part) in parts {
        let glued = matches!((before, part), (Some(Part::Keyword), Part::Number));
        if before.is_some() && !glued {
            text.push(' ');
        }
        text.push_str(&word);
        before = Some(part);
    }
    Some(text)
}

fn part_of(word: &str, is_known: &impl Fn(&str) -> bool) -> Option<Part> {
    if is_number(word) {
        return Some(Part::Number);
    }
    if is_known(word) {
        return Some(Part::Name);
    }
    KEYWORDS.iter().any(|keyword| keyword.chinese.contains(&word)).then_some(Part::Keyword)
}

/// Digits with a scale or a year's sign after them: `10万`, `2025年`, `85%`.
fn is_number(word: &str) -> bool {
    let rest = word.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == ':');
    let scaled = rest.is_empty() || ["年", "%", "‰"].contains(&rest) || SCALES.iter().any(|(scale, _)| *scale == rest);
    rest.len() < word.len() && scaled
}
