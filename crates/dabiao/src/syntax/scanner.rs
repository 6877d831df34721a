//! Source text to tokens: one linear pass that knows words, numbers, texts, comments and signs, and nothing of clauses.
//! It finds the faults that lie in single characters and numbers, and collects the comments, which no later pass sees.

use pest::unicode::{XID_CONTINUE, XID_START};

use super::ast::Comment;
use super::numerals;
use super::words::{self, Meaning};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word, keyword or not.
    Word,
    /// A name in backquotes.
    Quoted,
    /// A number with all that touches it: `30万`, `2021-10`, `8人`.
    Number,
    /// A text in quotes.
    Text,
    /// One character of punctuation, as its ASCII twin where it has one.
    Sign(char),
}

/// A token and its place in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign(sign)
    }
}

/// The outcome of the scan.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// All tokens in source order.
    pub(super) tokens: Vec<Token>,
    /// All comments in source order.
    pub(super) comments: Vec<Comment>,
    /// What cannot be right whatever stands around it.
    pub(super) faults: Vec<Diagnostic>,
}

/// Reads the whole source.
pub(super) fn scan(source: &str) -> Scan {
    let mut reader = Reader { source, at: 0 };
    let mut scan = Scan::default();
    reader.eat(|letter| letter == '\u{FEFF}', 1);
    while let Some(letter) = reader.peek() {
        let start = reader.at;
        if is_blank(letter) {
            reader.eat(is_blank, usize::MAX);
            continue;
        }
        if matches!(letter, '#' | '＃') {
            scan.comment(&mut reader);
            continue;
        }
        let kind = match letter {
            '"' | '“' => scan.text(&mut reader, letter),
            '`' => scan.quoted(&mut reader),
            _ if numerals::digit(letter).is_some() => {
                scan.faults.extend(numerals::read(&mut reader));
                TokenKind::Number
            }
            _ if starts_word(letter) => {
                reader.word();
                TokenKind::Word
            }
            _ => scan.sign(&mut reader, letter),
        };
        scan.tokens.push(Token { kind, start, end: reader.at });
    }
    scan
}

impl Scan {
    /// A comment, to the end of its line.
    fn comment(&mut self, reader: &mut Reader) {
        let start = reader.at;
        reader.eat(|letter| letter != '\n', usize::MAX);
        let text = reader.since(start).trim_end();
        self.refuse_hidden(text, start);
        let line = reader.source.get(..start).unwrap_or("").rsplit('\n').next().unwrap_or("");
        let own_line = line.chars().all(is_blank);
        let span = Span::new(start, start + text.len());
        self.comments.push(Comment { text: text.to_string(), own_line, span });
    }

    /// A text in straight quotes, which know escapes, or in Chinese ones, which do not.
    fn text(&mut self, reader: &mut Reader, quote: char) -> TokenKind {
        let start = reader.at;
        let closing = if quote == '"' { '"' } else { '”' };
        reader.skip();
        loop {
            reader.eat(|letter| letter != closing && !matches!(letter, '\n' | '\\' | '\0'), usize::MAX);
            match reader.peek() {
                None | Some('\n') => {
                    self.faults.push(Diagnostic::new("E0106", Span::new(start, reader.at)).with(closing));
                    return TokenKind::Text;
                }
                Some('\\') if quote == '"' => {
                    let at = reader.at;
                    reader.skip();
                    match reader.peek() {
                        Some('"' | '\\' | 'n' | 't') => reader.skip(),
                        Some(other) if other != '\n' => {
                            reader.skip();
                            self.faults.push(Diagnostic::new("E0110", Span::new(at, reader.at)).with(reader.since(at)));
                        }
                        _ => {}
                    }
                }
                Some(letter) => {
                    reader.skip();
                    if letter == '\0' {
                        self.faults.push(Diagnostic::new("E0104", Span::new(reader.at - 1, reader.at)).with("U+0000"));
                    }
                    if letter == closing {
                        return TokenKind::Text;
                    }
                }
            }
        }
    }

    /// A name in backquotes.
    fn quoted(&mut self, reader: &mut Reader) -> TokenKind {
        let start = reader.at;
        reader.skip();
        reader.eat(|letter| letter != '`' && letter != '\n', usize::MAX);
        self.refuse_hidden(reader.since(start), start);
        if reader.peek() == Some('`') {
            reader.skip();
            if reader.since(start) == "``" {
                self.faults.push(Diagnostic::new("E0104", Span::new(start, reader.at)).with("``"));
            }
        } else {
            self.faults.push(Diagnostic::new("E0107", Span::new(start, reader.at)));
        }
        TokenKind::Quoted
    }

    /// One sign, or the fault that it is.
    fn sign(&mut self, reader: &mut Reader, letter: char) -> TokenKind {
        let start = reader.at;
        let begins_none = matches!(letter, '(' | ')' | '{' | '}' | ',' | ':' | '.' | '>' | '+' | '-' | '%');
        let foreign = FOREIGN.iter().filter(|_| !begins_none).find(|(foreign, _)| reader.rest().starts_with(foreign));
        if let Some((foreign, ours)) = foreign {
            foreign.chars().for_each(|_| reader.skip());
            let suggestion = (!ours.is_empty()).then_some(ours);
            self.faults.push(Diagnostic::new("E0117", Span::new(start, reader.at)).with(foreign).suggest(suggestion));
            return TokenKind::Sign(letter);
        }
        reader.skip();
        let twin = ascii_twin(letter);
        if !"(){},:.=<>!+-*/%|".contains(twin) {
            self.stray(letter, start, reader.at);
        }
        if twin == '-' {
            self.crowded_minus(reader, start);
        }
        TokenKind::Sign(twin)
    }

    /// Subtraction has blanks, so that `follow-up` and `2021-10` are never taken for one.
    fn crowded_minus(&mut self, reader: &Reader, start: usize) {
        let touches = self.tokens.last().is_some_and(|token| {
            token.end == start && matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Quoted)
        });
        let next = reader.peek();
        if touches && next.is_some_and(|letter| continues_word(letter) || letter == '`') {
            let before = self.tokens.last().map_or(start, |token| token.start);
            let mut ahead = Reader { source: reader.source, at: reader.at };
            ahead.eat(continues_word, usize::MAX);
            let left = reader.source.get(before..start).unwrap_or("");
            let fault = Diagnostic::new("E0113", Span::new(before, ahead.at)).with(ahead.since(before));
            self.faults.push(fault.suggest(Some(format!("{left} - {}", ahead.since(reader.at)))));
        }
    }

    fn stray(&mut self, letter: char, start: usize, end: usize) {
        let code = if is_bidi(letter) { "E0105" } else { "E0104" };
        self.faults.push(Diagnostic::new(code, Span::new(start, end)).with(shown(letter)));
    }

    /// Controls that change what a reader sees are refused in comments and names too.
    fn refuse_hidden(&mut self, text: &str, start: usize) {
        for (offset, letter) in text.char_indices().filter(|(_, letter)| is_bidi(*letter) || *letter == '\0') {
            self.stray(letter, start + offset, start + offset + letter.len_utf8());
        }
    }
}

/// Signs of other languages, and what they are called here.
const FOREIGN: &[(&str, &str)] = &[
    ("==", "="),
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("//", "#"),
    ("/*", "#"),
    ("**", ""),
    ("&", "and"),
    ("'", "\""),
    ("‘", "\""),
    ("’", "\""),
    ("”", "\""),
    ("[", "{"),
    ("]", "}"),
    ("；", ""),
    (";", ""),
    ("。", ""),
    ("–", "-"),
    ("—", "-"),
];

/// A character as a message can show it.
fn shown(letter: char) -> String {
    if letter.is_control() || is_bidi(letter) || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{FEFF}') {
        format!("U+{:04X}", u32::from(letter))
    } else {
        letter.to_string()
    }
}

/// The ASCII twin of full-width punctuation.
pub(super) fn ascii_twin(sign: char) -> char {
    match sign {
        '，' | '、' => ',',
        '−' => '-',
        '×' => '*',
        '÷' => '/',
        '≥' => '>',
        '≤' => '<',
        '≠' => '!',
        '‰' => '%',
        // the full-width block repeats ASCII at a fixed distance
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        other => other,
    }
}

/// Whether a character reorders the text around it on a screen.
fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n' | '\u{3000}' | '\u{A0}')
}

/// The `letter` of the grammar.
pub(super) fn starts_word(letter: char) -> bool {
    letter == '_' || letter.is_ascii_alphabetic() || (!letter.is_ascii() && XID_START(letter))
}

/// The `word_char` of the grammar.
pub(super) fn continues_word(letter: char) -> bool {
    letter == '_' || letter.is_ascii_alphanumeric() || (!letter.is_ascii() && XID_CONTINUE(letter))
}

/// A place in the source that moves forward.
pub(super) struct Reader<'s> {
    pub(super) source: &'s str,
    pub(super) at: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Passes at most `most` characters that `wanted` accepts.
    pub(super) fn eat(&mut self, wanted: impl Fn(char) -> bool, most: usize) {
        let eaten = self.rest().chars().take(most).take_while(|letter| wanted(*letter));
        self.at += eaten.map(char::len_utf8).sum::<usize>();
    }

    pub(super) fn since(&self, start: usize) -> &'s str {
        self.source.get(start..self.at).unwrap_or("")
    }

    /// Passes a word: a Chinese keyword up to the digits that may touch it, else all that continues the word.
    fn word(&mut self) {
        let start = self.at;
        self.eat(starts_word, usize::MAX);
        let letters = self.since(start);
        if !letters.is_ascii() && Meaning::of(letters).is_some() && words::is_reserved(letters) {
            return;
        }
        // 每 may touch a scale: 每万
        if letters.starts_with('每') && words::is_reserved(letters) {
            self.at = start + '每'.len_utf8();
            return;
        }
        self.eat(continues_word, usize::MAX);
    }
}
