//! How a number is written: the digits with all that may touch them, and the faults of numbers that look right elsewhere.

use super::scanner::{Reader, continues_word, starts_word};
use super::words::{self, Meaning, SCALES};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `人以上` -> `人 以上`: a Chinese keyword of two letters or more that the word begins or ends with, set off by a blank.
pub(super) fn split_keyword(word: &str) -> Option<String> {
    let keyword = |part: &str| part.chars().count() > 1 && Meaning::of(part).is_some() && words::is_reserved(part);
    if words::is_reserved(word) {
        return None;
    }
    word.char_indices().skip(1).find_map(|(at, _)| {
        let (left, right) = (word.get(..at)?, word.get(at..)?);
        (!left.is_ascii() && (keyword(left) || keyword(right))).then(|| format!("{left} {right}"))
    })
}

/// The value of a digit, full-width ones included.
pub(super) fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => letter.to_digit(10),
        '０'..='９' => Some(u32::from(letter) - u32::from('０')),
        _ => None,
    }
}

/// Passes a number and what touches it.
pub(super) fn read(reader: &mut Reader) -> Option<Diagnostic> {
    let start = reader.at;
    digits(reader);
    if reader.peek().is_some_and(is_dot) && second(reader).is_some_and(|next| digit(next).is_some()) {
        reader.skip();
        digits(reader);
    }
    let next = reader.peek()?;
    let touching = second(reader).is_some_and(|next| digit(next).is_some());
    if next.is_ascii_alphabetic() || next == '_' {
        return Some(touched_by_letters(reader, start));
    }
    if next == '-' && touching {
        return joined_by_hyphens(reader, start);
    }
    if matches!(next, ',' | '，') && thousands(reader) {
        return Some(separated(reader, start));
    }
    if starts_word(next) { tail(reader, start) } else { None }
}

fn digits(reader: &mut Reader) {
    reader.eat(|letter| digit(letter).is_some(), usize::MAX);
    while reader.peek() == Some('_') && second(reader).is_some_and(|next| digit(next).is_some()) {
        reader.skip();
        reader.eat(|letter| digit(letter).is_some(), usize::MAX);
    }
}

fn is_dot(letter: char) -> bool {
    matches!(letter, '.' | '．')
}

fn second(reader: &Reader) -> Option<char> {
    reader.rest().chars().nth(1)
}

/// `1e5`, `20beds`, `2022target`
fn touched_by_letters(reader: &mut Reader, start: usize) -> Diagnostic {
    let letters = reader.at;
    reader.eat(continues_word, usize::MAX);
    let exponent = reader.since(letters).strip_prefix(['e', 'E']).unwrap_or("x");
    let signed = exponent.is_empty() && matches!(reader.peek(), Some('-' | '+'));
    if signed && second(reader).is_some_and(|next| digit(next).is_some()) {
        reader.skip();
        reader.eat(continues_word, usize::MAX);
    }
    let number = reader.source.get(start..letters).unwrap_or("");
    let whole = reader.since(start);
    let span = Span::new(start, reader.at);
    if signed || (!exponent.is_empty() && exponent.chars().all(|letter| digit(letter).is_some())) {
        return Diagnostic::new("E0112", span).with(whole);
    }
    let word = reader.since(letters);
    Diagnostic::new("E0114", span).with(whole).suggest(Some(format!("{number} {word}")))
}

/// `2021-10`, which is a date, or `1000-100`, which is nothing.
fn joined_by_hyphens(reader: &mut Reader, start: usize) -> Option<Diagnostic> {
    while reader.peek() == Some('-') && second(reader).is_some_and(|next| digit(next).is_some()) {
        reader.skip();
        reader.eat(|letter| digit(letter).is_some(), usize::MAX);
    }
    let text = reader.since(start);
    let widths: Vec<usize> = text.split('-').map(|part| part.chars().count()).collect();
    let span = Span::new(start, reader.at);
    if let Some(next) = reader.peek().filter(|next| continues_word(*next)) {
        let _ = next;
        let before = reader.at;
        reader.eat(continues_word, usize::MAX);
        let suggestion = format!("{text} {}", reader.since(before));
        return Some(
            Diagnostic::new("E0114", Span::new(start, reader.at)).with(reader.since(start)).suggest(Some(suggestion)),
        );
    }
    match widths.as_slice() {
        [4, 2] | [4, 2, 2] => None,
        [4, 1] | [4, 1 | 2, 1 | 2] => {
            let padded: Vec<String> = text.split('-').map(|part| format!("{part:0>2}")).collect();
            Some(Diagnostic::new("E0115", span).with(text).suggest(Some(padded.join("-"))))
        }
        _ => Some(Diagnostic::new("E0113", span).with(text).suggest(Some(text.replace('-', " - ")))),
    }
}

/// Whether a comma with three more digits follows.
fn thousands(reader: &Reader) -> bool {
    let mut next = reader.rest().chars().skip(1);
    next.by_ref().take(3).filter(|letter| digit(*letter).is_some()).count() == 3
        && next.next().is_none_or(|letter| digit(letter).is_none())
}

/// `2,372`
fn separated(reader: &mut Reader, start: usize) -> Diagnostic {
    while matches!(reader.peek(), Some(',' | '，')) && thousands(reader) {
        reader.skip();
        digits(reader);
    }
    let text = reader.since(start);
    Diagnostic::new("E0111", Span::new(start, reader.at)).with(text).suggest(Some(text.replace([',', '，'], "")))
}

/// `万` of `30万`, `人` of `8人`, `年10月` of `2021年10月`; a Chinese keyword that touches the number is left alone.
fn tail(reader: &mut Reader, number: usize) -> Option<Diagnostic> {
    let start = reader.at;
    let mut ahead = Reader { source: reader.source, at: start };
    ahead.eat(starts_word, usize::MAX);
    let letters = ahead.since(start);
    let scale = scale_prefix(letters).map_or(0, |(scale, _)| scale.len());
    let unit = letters.get(scale..).unwrap_or("");
    if Meaning::of(unit).is_some() && words::is_reserved(unit) {
        reader.at = start + scale;
        return None;
    }
    reader.eat(continues_word, usize::MAX);
    let written = reader.since(number);
    let split = split_keyword(reader.since(start + scale))?;
    let before = written.get(..written.len() - (reader.at - start - scale)).unwrap_or("");
    let fault = Diagnostic::new("E0137", Span::new(number, reader.at)).with(written);
    Some(fault.suggest(Some(format!("{before}{split}"))))
}

/// The Chinese scale that a word begins with, the longest one, as the rule `chinese_scale` of the grammar takes it.
fn scale_prefix(word: &str) -> Option<(&'static str, i32)> {
    let chinese = SCALES.iter().filter(|(scale, _)| !scale.is_ascii() && word.starts_with(scale));
    let longest = chinese.max_by_key(|(scale, _)| scale.len())?;
    (!word.starts_with("百分")).then_some(*longest)
}

/// The digits of a number in ASCII, without separators.
pub(super) fn plain(text: &str) -> String {
    let ascii =
        |letter| if is_dot(letter) { Some('.') } else { digit(letter).and_then(|value| char::from_digit(value, 10)) };
    text.chars().filter_map(ascii).collect()
}
