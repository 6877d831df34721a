//! Tokens to pieces: each clause, each item and each header becomes one. Knows which words open a clause, and brackets;
//! nothing of what stands inside.

use super::openers::{self, Home, Opener};
use super::pieces::{Container, Piece, PieceKind, mark_faulty};
use super::scanner::{Scan, Token, TokenKind};
use super::words::{Meaning, is_reserved};
use crate::diagnostic::{Diagnostic, nearest};
use crate::span::Span;

/// Cuts the tokens into pieces. Every token but a closing brace lies in exactly one.
pub(super) fn cut(source: &str, scan: &Scan, nesting: usize) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut cutter = Cutter {
        source,
        tokens: &scan.tokens,
        nesting,
        frames: Vec::new(),
        brackets: Vec::new(),
        current: None,
        glue: Glue::None,
        pieces: Vec::new(),
        faults: Vec::new(),
        too_deep: false,
    };
    cutter.run();
    let Cutter { mut pieces, faults, .. } = cutter;
    mark_faulty(&mut pieces, &scan.faults);
    (pieces, faults)
}

/// Which words go on with the clause that has begun instead of opening the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Glue {
    None,
    /// After `then` and `in principle`: a force.
    Force,
    /// After the colon of a reading: anything.
    Any,
}

struct Cutter<'s> {
    source: &'s str,
    tokens: &'s [Token],
    nesting: usize,
    frames: Vec<(Container, Span)>,
    brackets: Vec<(char, Span)>,
    current: Option<Piece>,
    glue: Glue,
    pieces: Vec<Piece>,
    faults: Vec<Diagnostic>,
    too_deep: bool,
}

impl<'s> Cutter<'s> {
    fn run(&mut self) {
        let mut index = 0;
        while let Some(token) = self.tokens.get(index).copied() {
            index += match token.kind {
                TokenKind::Word => self.word(index),
                TokenKind::Sign('{') => self.open_brace(index, token),
                TokenKind::Sign('(') => {
                    self.extend(index, token);
                    self.push('(', token);
                    1
                }
                TokenKind::Sign(')') => self.close_parenthesis(index, token),
                TokenKind::Sign('}') => self.close_brace(index, token),
                TokenKind::Sign(':') if self.reading_colon() => {
                    self.extend(index, token);
                    self.glue = Glue::Any;
                    1
                }
                _ => {
                    // `2025年然后`, refused by the scan, is a `then` all the same
                    let then = token.kind == TokenKind::Number && self.text(index).ends_with("然后");
                    self.glue = if then { Glue::Force } else { Glue::None };
                    self.extend(index, token);
                    1
                }
            };
        }
        self.unclosed_brackets();
        self.finish();
        while let Some((_, span)) = self.frames.pop() {
            self.faults.push(Diagnostic::new("E0108", span).with("{"));
        }
    }

    fn here(&self) -> Container {
        self.frames.last().map_or(Container::File, |(container, _)| *container)
    }

    fn text(&self, index: usize) -> &'s str {
        self.tokens.get(index).map_or("", |token| self.source.get(token.start..token.end).unwrap_or(""))
    }

    /// A word: the opener of the next piece, or a part of this one.
    fn word(&mut self, index: usize) -> usize {
        let Some(opener) = openers::at(self.text(index), self.text(index + 1)) else {
            let continues = self.text(index);
            self.extend_by(index, 1);
            // the ladder's `then` and a force after it belong to the line that has begun
            self.glue = if openers::is_then(continues) { Glue::Force } else { Glue::None };
            return 1;
        };
        let force = opener.meaning == Meaning::InPrinciple || opener.is_force();
        let glued = self.current.is_some() && (self.glue == Glue::Any || (self.glue == Glue::Force && force));
        if !glued {
            if self.is_name(index, opener) {
                let fault = Diagnostic::new("E0120", self.token_span(index)).with(self.text(index));
                self.faults.push(fault.suggest(Some(format!("`{}`", self.text(index)))));
                self.extend_by(index, 1);
                self.blame();
                self.glue = Glue::None;
                return 1;
            }
            self.open_piece(opener);
        }
        self.extend_by(index, opener.words);
        if let Some(piece) = self.current.as_mut().filter(|piece| piece.opener.is_none() && !glued) {
            piece.opener = Some(opener.meaning);
            piece.kind = PieceKind::Item;
        }
        self.glue = if opener.meaning == Meaning::InPrinciple { Glue::Force } else { Glue::None };
        opener.words
    }

    /// Ends what an opener proves to be over, and checks that it may stand here.
    fn open_piece(&mut self, opener: Opener) {
        self.unclosed_brackets();
        self.finish();
        let closes = |container| match container {
            Container::Entity => true,
            Container::Rule | Container::Reading => {
                matches!(opener.meaning, Meaning::Policy | Meaning::Rule | Meaning::Entity)
            }
            Container::Policy => opener.meaning == Meaning::Policy,
            Container::File => false,
        };
        while closes(self.here()) {
            if let Some((_, span)) = self.frames.pop() {
                self.faults.push(Diagnostic::new("E0108", span).with("{"));
                self.pieces.push(self.closing(span.end as usize, (0, 0)));
            }
        }
        self.glue = Glue::None;
    }

    /// Whether an opening word can only be a name here: `let base = 5`, `rule note {`, `count(unit)`.
    fn is_name(&self, index: usize, opener: Opener) -> bool {
        let next = self.tokens.get(index + opener.words);
        let after = match next.map(|token| token.kind) {
            Some(TokenKind::Sign(sign)) => ",:).=<>}*/+|".contains(sign) || (sign == '!' && opener.words == 1),
            _ => false,
        };
        let before = self.current.as_ref().is_some_and(|piece| piece.tokens.1 == index)
            && index.checked_sub(1).is_some_and(|previous| openers::wants_name(self.text(previous)))
            && (opener.words == 1);
        after || before
    }

    fn reading_colon(&self) -> bool {
        self.brackets.is_empty()
            && self.current.as_ref().is_some_and(|piece| piece.opener == Some(Meaning::Reading))
            && !self.reading_begun()
    }

    /// Whether the colon of the current reading is already past.
    fn reading_begun(&self) -> bool {
        let (first, last) = self.current.as_ref().map_or((0, 0), |piece| piece.tokens);
        self.tokens.get(first..last).unwrap_or(&[]).iter().any(|token| token.is_sign(':'))
    }

    fn open_brace(&mut self, index: usize, token: Token) -> usize {
        let container =
            self.current.as_ref().filter(|_| self.brackets.is_empty()).and_then(|piece| match piece.opener? {
                Meaning::Policy => Some(Container::Policy),
                Meaning::Rule => Some(Container::Rule),
                Meaning::Entity => Some(Container::Entity),
                Meaning::Reading if self.glue == Glue::Any => Some(Container::Reading),
                _ => None,
            });
        let container = container.or_else(|| self.misspelt_header(index));
        self.extend(index, token);
        self.glue = Glue::None;
        match container {
            Some(container) => {
                if let Some(piece) = self.current.as_mut() {
                    piece.kind = PieceKind::Header(container);
                }
                self.finish();
                self.frames.push((container, token.span()));
                self.depth(token);
            }
            None => self.push('{', token),
        }
        1
    }

    /// `polcy x {`: the misspelt word is refused, and what stands in the braces is read all the same.
    fn misspelt_header(&mut self, index: usize) -> Option<Container> {
        let piece = self.current.as_mut().filter(|piece| piece.kind == PieceKind::Bare && piece.tokens.1 == index)?;
        let first = *self.tokens.get(piece.tokens.0)?;
        let header = self.brackets.is_empty() && index >= piece.tokens.0 + 2 && first.kind == TokenKind::Word;
        let word = first.span().of(self.source);
        if !header || is_reserved(word) {
            return None;
        }
        let (meaning, container) = openers::HEADERS.iter().find_map(|(meaning, container)| {
            let near = nearest(word, [meaning.english(), meaning.chinese()]);
            near.is_some().then_some((*meaning, *container))
        })?;
        piece.opener = Some(meaning);
        piece.faulty = true;
        let suggestion = if word.is_ascii() { meaning.english() } else { meaning.chinese() };
        self.faults.push(Diagnostic::new("E0118", first.span()).with(word).suggest(Some(suggestion)));
        Some(container)
    }

    fn close_parenthesis(&mut self, index: usize, token: Token) -> usize {
        self.glue = Glue::None;
        self.extend(index, token);
        if self.brackets.last().is_some_and(|(bracket, _)| *bracket == '(') {
            self.brackets.pop();
        } else {
            self.faults.push(Diagnostic::new("E0109", token.span()).with(")"));
            self.blame();
        }
        1
    }

    fn close_brace(&mut self, index: usize, token: Token) -> usize {
        self.glue = Glue::None;
        if self.brackets.iter().any(|(bracket, _)| *bracket == '{') {
            while let Some((bracket, span)) = self.brackets.pop() {
                if bracket == '{' {
                    break;
                }
                self.faults.push(Diagnostic::new("E0108", span).with(bracket));
                self.blame();
            }
            self.extend(index, token);
            return 1;
        }
        self.unclosed_brackets();
        self.finish();
        if self.frames.pop().is_some() {
            self.pieces.push(self.closing(token.start, (index, index + 1)));
        } else {
            self.faults.push(Diagnostic::new("E0109", token.span()).with("}"));
        }
        1
    }

    fn closing(&self, at: usize, tokens: (usize, usize)) -> Piece {
        let kind = PieceKind::Close;
        Piece { kind, opener: None, start: at, end: at, tokens, faulty: false, misplaced: false }
    }

    fn push(&mut self, bracket: char, token: Token) {
        self.brackets.push((bracket, token.span()));
        self.depth(token);
    }

    /// Brackets beyond the limit are refused before the grammar, which recurses by bracket, sees them.
    fn depth(&mut self, token: Token) {
        if self.frames.len() + self.brackets.len() > self.nesting {
            self.blame();
            if !self.too_deep {
                self.too_deep = true;
                self.faults.push(Diagnostic::new("E0103", token.span()).with(self.nesting));
            }
        }
    }

    /// What is still open inside the current piece was never closed; the innermost is named.
    fn unclosed_brackets(&mut self) {
        if let Some((bracket, span)) = self.brackets.pop() {
            self.brackets.clear();
            self.faults.push(Diagnostic::new("E0108", span).with(bracket));
            self.blame();
        }
    }

    fn blame(&mut self) {
        if let Some(piece) = self.current.as_mut() {
            piece.faulty = true;
        }
    }

    fn token_span(&self, index: usize) -> Span {
        self.tokens.get(index).map(Token::span).unwrap_or_default()
    }

    fn extend_by(&mut self, index: usize, words: usize) {
        for index in index..index + words {
            if let Some(token) = self.tokens.get(index).copied() {
                self.extend(index, token);
            }
        }
    }

    /// Makes a token the last of the current piece, or the first of a new one.
    fn extend(&mut self, index: usize, token: Token) {
        let kind = if self.here() == Container::Entity { PieceKind::Fields } else { PieceKind::Bare };
        let piece = self.current.get_or_insert(Piece {
            kind,
            opener: None,
            start: token.start,
            end: token.end,
            tokens: (index, index),
            faulty: false,
            misplaced: false,
        });
        piece.end = token.end;
        piece.tokens.1 = index + 1;
    }

    /// Ends the current piece.
    fn finish(&mut self) {
        let here = self.here();
        let Some(mut piece) = self.current.take() else { return };
        if let Some(belongs) = piece.opener.and_then(|meaning| misplaced(meaning, here)) {
            piece.misplaced = true;
            let word = self.token_span(piece.tokens.0);
            let fault =
                Diagnostic::new("E0138", word).with(self.text(piece.tokens.0)).with(name_of(here)).with(belongs);
            self.faults.push(fault);
        }
        self.pieces.push(piece);
    }
}

fn name_of(container: Container) -> &'static str {
    match container {
        Container::File => "file",
        Container::Policy => "policy",
        Container::Rule => "rule",
        Container::Entity => "entity",
        Container::Reading => "reading",
    }
}

/// Where a clause belongs, if it may not stand in `container`.
fn misplaced(meaning: Meaning, container: Container) -> Option<&'static str> {
    let home = openers::home(meaning);
    let fits = match container {
        Container::File => true,
        Container::Policy => home != Home::Top && home != Home::Rule,
        Container::Rule => matches!(home, Home::Rule | Home::RuleOrPolicy),
        Container::Reading => {
            meaning != Meaning::Reading
                && (home == Home::Rule
                    || matches!(meaning, Meaning::Let | Meaning::Cite | Meaning::Note | Meaning::Responsible))
        }
        Container::Entity => false,
    };
    (!fits).then_some(match home {
        Home::Top => "top",
        Home::Policy => "policy",
        Home::Rule | Home::RuleOrPolicy => "rule",
    })
}
