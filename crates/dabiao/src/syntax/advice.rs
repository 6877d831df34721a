//! Why a piece could not be read: from the place where the grammar stopped to a diagnostic that says what is wrong, or
//! else what was expected, in words that the report can translate.

use dabiao_grammar::{DabiaoParser, Rule, expected};
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::numerals::split_keyword;
use super::openers;
use super::pieces::Piece;
use super::scanner::{Token, TokenKind};
use super::words::{self, Meaning};
use crate::diagnostic::{Diagnostic, nearest};
use crate::order::sorted;
use crate::span::Span;

/// The most things that a message says were expected.
const MOST_EXPECTED: usize = 6;

/// A piece that the grammar refused.
pub(super) struct Advice<'s> {
    pub(super) source: &'s str,
    pub(super) tokens: &'s [Token],
    pub(super) piece: &'s Piece,
    pub(super) rule: Rule,
}

impl Advice<'_> {
    /// The diagnostic for the place where the grammar stopped.
    pub(super) fn diagnose(&self, error: &Error<Rule>) -> Diagnostic {
        let at = self.piece.start + stopped_at(error);
        let index = self.tokens.partition_point(|token| token.end <= at);
        self.known_trap(index, at).unwrap_or_else(|| self.unexpected(index, at, error))
    }

    /// A line that omits its force where one is needed, or text that is nothing.
    pub(super) fn forceless(&self) -> Diagnostic {
        let span = self.piece.span();
        let (first, last) = self.piece.tokens;
        let word = self.text(first);
        let pair = match word {
            "for" => Some("for each"),
            "except" => Some("except when"),
            _ => None,
        };
        if pair.is_some() {
            return Diagnostic::new("E0118", self.span(first)).with(word).suggest(pair);
        }
        if let Some(opener) = self.misspelt(first).filter(|_| last > first + 1) {
            return Diagnostic::new("E0118", self.span(first)).with(word).suggest(Some(opener));
        }
        let text = span.of(self.source);
        match DabiaoParser::parse(Rule::only_bare_line, text) {
            Ok(_) => Diagnostic::new("E0121", span),
            Err(error) => {
                let at = self.piece.start + stopped_at(&error);
                let index = self.tokens.partition_point(|token| token.end <= at);
                let begun = index > first + 1;
                let trap = if begun { self.known_trap(index, at) } else { None };
                trap.unwrap_or_else(|| Diagnostic::new("E0118", self.span(first)).with(word))
            }
        }
    }

    /// The opening word that a misspelt first word is near to.
    fn misspelt(&self, index: usize) -> Option<&'static str> {
        if !self.is_word(index) || words::is_reserved(self.text(index)) {
            return None;
        }
        nearest(self.text(index), openers::spellings())
    }

    /// What people write who know another language, or a moment's thought less.
    fn known_trap(&self, index: usize, at: usize) -> Option<Diagnostic> {
        let inside = index < self.piece.tokens.1;
        let word = if inside { self.text(index) } else { "" };
        let meaning = Meaning::of(word);
        if meaning == Some(Meaning::If) {
            return Some(Diagnostic::new("E0128", self.span(index)));
        }
        let previous = index.checked_sub(1).filter(|previous| *previous >= self.piece.tokens.0);
        if let Some(previous) = previous.filter(|previous| inside && self.calls(*previous, index)) {
            let name = self.text(previous);
            let span = self.span(previous).to(self.span(index));
            return Some(Diagnostic::new("E0130", span).with(name).suggest(Some(format!("{name}("))));
        }
        if inside && self.is_bound(index) {
            return Some(Diagnostic::new("E0119", self.span(index)).with(word));
        }
        if inside && self.is_word(index) && words::is_reserved(word) && self.stands_as_name(index) {
            let suggestion = format!("`{word}`");
            return Some(Diagnostic::new("E0120", self.span(index)).with(word).suggest(Some(suggestion)));
        }
        let near = [previous, inside.then_some(index)];
        for near in near.into_iter().flatten() {
            if let Some(split) = split_keyword(self.text(near)).filter(|_| self.is_word(near) || self.is_number(near)) {
                return Some(Diagnostic::new("E0137", self.span(near)).with(self.text(near)).suggest(Some(split)));
            }
        }
        self.forgotten_force(index, at)
    }

    /// `for each county  any(x) by 2025`
    fn forgotten_force(&self, index: usize, at: usize) -> Option<Diagnostic> {
        let before_lines = matches!(
            self.piece.opener,
            Some(Meaning::ForEach | Meaning::Cite | Meaning::Note | Meaning::Responsible | Meaning::ExceptWhen)
        );
        let begins = self.is_word(index) && !words::is_reserved(self.text(index));
        let long = index + 1 < self.piece.tokens.1 && index > self.piece.tokens.0;
        let rest = self.source.get(at..self.piece.end).filter(|_| before_lines && begins && long)?;
        DabiaoParser::parse(Rule::only_bare_line, rest).ok()?;
        Some(Diagnostic::new("E0121", Span::new(self.span(index).start as usize, self.piece.end)))
    }

    /// Whether a name is followed by a parenthesis that does not touch it.
    fn calls(&self, name: usize, parenthesis: usize) -> bool {
        let opens = self.tokens.get(parenthesis).is_some_and(|token| token.is_sign('('));
        opens && self.is_word(name) && !words::is_reserved(self.text(name))
    }

    /// Whether `or more`, `以上` or their like stand there, which the grammar takes except behind a comparison.
    fn is_bound(&self, index: usize) -> bool {
        let pair = self.text(index) == "or" && matches!(self.text(index + 1), "more" | "less");
        pair || matches!(Meaning::of(self.text(index)), Some(Meaning::OrMore | Meaning::OrLess))
    }

    /// Whether what follows a reserved word fits only a name.
    fn stands_as_name(&self, index: usize) -> bool {
        let after = self.tokens.get(index + 1).map(|token| token.kind);
        let previous = index.checked_sub(1).map_or("", |previous| self.text(previous));
        matches!(after, Some(TokenKind::Sign(',' | ')' | ':' | '.' | '=' | '>' | '<' | '}' | '*' | '+' | '/' | '|')))
            || openers::wants_name(previous)
    }

    /// What was found, and what could have stood there.
    fn unexpected(&self, index: usize, at: usize, error: &Error<Rule>) -> Diagnostic {
        let inside = index < self.piece.tokens.1;
        let span = if inside { self.span(index) } else { Span::new(self.piece.end, self.piece.end) };
        let found = match self.tokens.get(index) {
            Some(_) => self.text(index),
            None => "",
        };
        if let Some(fault) = self.compares_nothing(index, error) {
            return fault;
        }
        let mut keys: Vec<String> = self.punctuation(at).into_iter().map(str::to_string).collect();
        if let ErrorVariant::ParsingError { positives, .. } = &error.variant {
            for key in positives.iter().filter_map(|wanted| expected::key(*wanted)) {
                if !keys.iter().any(|known| known == key) {
                    keys.push(key.to_string());
                }
            }
        }
        keys = sorted(keys, |key, other| expected::rank(key).cmp(&expected::rank(other)));
        if !keys.iter().any(|key| key == "end") {
            // something is missing, and it is not what could go on with any value
            let needed: Vec<String> =
                keys.iter().filter(|key| !matches!(key.as_str(), "sign" | "at" | "per")).cloned().collect();
            keys = if needed.is_empty() { keys } else { needed };
        }
        keys.truncate(MOST_EXPECTED);
        let mut fault = Diagnostic::new("E0101", span).with(found);
        fault.details.extend(keys);
        fault
    }

    /// `target beds 8 by 2025`: the grammar waits for `or more`, but the number itself is what does not fit.
    fn compares_nothing(&self, index: usize, error: &Error<Rule>) -> Option<Diagnostic> {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
        let number = index.checked_sub(1).filter(|number| *number > self.piece.tokens.0)?;
        let waits = positives.contains(&Rule::kw_or_more) && !positives.contains(&Rule::kw_and);
        let fault = || Diagnostic::new("E0101", self.span(number)).with(self.text(number)).with("comparison");
        (waits && self.is_number(number)).then(fault)
    }

    /// Punctuation makes no pairs, so the grammar does not say when it misses some; but with it it would go on.
    fn punctuation(&self, at: usize) -> Option<&'static str> {
        let before = self.source.get(self.piece.start..at)?;
        let after = self.source.get(at..self.piece.end)?;
        let fields = self.rule == Rule::only_fields;
        let defines = matches!(self.piece.opener, Some(Meaning::Let | Meaning::Show));
        let tokens = self.tokens.get(self.piece.tokens.0..self.piece.tokens.1).unwrap_or(&[]);
        let case = tokens.iter().any(|token| Meaning::of(token.span().of(self.source)) == Some(Meaning::Case));
        let typed = defines || case || self.piece.opener == Some(Meaning::Reading) || fields;
        let fits = |sign: &&str| match *sign {
            "=" => defines,
            ":" => typed,
            "{" | "<" => fields,
            _ => true,
        };
        ["=", ":", "{", ",", "<"].into_iter().filter(fits).find(|sign| {
            let text = format!("{before} {sign} {after}");
            match DabiaoParser::parse(self.rule, &text) {
                Ok(_) => true,
                Err(error) => stopped_at(&error) > before.len() + 1,
            }
        })
    }

    fn is_word(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Word)
    }

    fn is_number(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Number)
    }

    fn text(&self, index: usize) -> &str {
        self.span(index).of(self.source)
    }

    fn span(&self, index: usize) -> Span {
        self.tokens.get(index).map(Token::span).unwrap_or_default()
    }
}

/// The byte of the piece at which the grammar could not go on.
fn stopped_at(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}
