//! Pairs of the grammar to the `Ast`. A cursor takes the pairs of a node in order; a shape that the grammar cannot
//! produce is an internal fault with a place, never a panic. What the grammar takes but the language does not is refused
//! here, each with its own code.

mod arithmetic;
mod calls;
mod clauses;
mod conditions;
mod items;
mod literals;

use dabiao_grammar::Rule;
use pest::iterators::{Pair, Pairs};

use super::ast::{Labelled, Labels, Name, Path, Text};
use super::scanner::Token;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// The grammar and this module disagree: a place, for the internal fault.
#[derive(Debug)]
pub(super) struct Mismatch(pub(super) Span);

/// What a builder gives.
pub(super) type Built<T> = Result<T, Mismatch>;

/// Builds the nodes of one piece.
pub(super) struct Builder<'s> {
    source: &'s str,
    /// The tokens of the piece.
    tokens: &'s [Token],
    /// Where the piece begins in the source.
    offset: usize,
    /// What the language refuses although the grammar takes it.
    pub(super) faults: Vec<Diagnostic>,
}

/// The pairs inside a node, taken in order.
pub(super) struct Cursor<'s> {
    next: Option<Pair<'s, Rule>>,
    rest: Pairs<'s, Rule>,
    span: Span,
}

impl<'s> Cursor<'s> {
    /// The next pair, if it is one of `wanted`.
    pub(super) fn next_if(&mut self, wanted: Rule) -> Option<Pair<'s, Rule>> {
        if self.peek()? == wanted { self.advance() } else { None }
    }

    /// Passes a keyword, and says whether it stood there.
    pub(super) fn passes(&mut self, wanted: Rule) -> bool {
        self.next_if(wanted).is_some()
    }

    /// The next pair, which must be one of `wanted`.
    pub(super) fn take(&mut self, wanted: Rule) -> Built<Pair<'s, Rule>> {
        let span = self.span;
        self.next_if(wanted).ok_or(Mismatch(span))
    }

    /// The next pair, whichever it is.
    pub(super) fn any(&mut self) -> Built<Pair<'s, Rule>> {
        self.advance().ok_or(Mismatch(self.span))
    }

    pub(super) fn peek(&self) -> Option<Rule> {
        self.next.as_ref().map(Pair::as_rule)
    }

    fn advance(&mut self) -> Option<Pair<'s, Rule>> {
        let next = self.rest.next();
        std::mem::replace(&mut self.next, next)
    }

    /// Nothing may be left.
    pub(super) fn end(&mut self) -> Built<()> {
        self.passes(Rule::EOI);
        if self.next.is_none() { Ok(()) } else { Err(Mismatch(self.span)) }
    }
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str, tokens: &'s [Token], offset: usize) -> Builder<'s> {
        Builder { source, tokens, offset, faults: Vec::new() }
    }

    /// The pairs inside `pair`.
    pub(super) fn inside(&self, pair: Pair<'s, Rule>) -> Cursor<'s> {
        let span = self.span(&pair);
        let mut rest = pair.into_inner();
        Cursor { next: rest.next(), rest, span }
    }

    /// Where a pair stands. Pest's own spans hang over into the blanks that follow; this one ends at the last token.
    pub(super) fn span(&self, pair: &Pair<'s, Rule>) -> Span {
        let span = pair.as_span();
        let (start, end) = (span.start() + self.offset, span.end() + self.offset);
        let end = if ends_in_blank(span.as_str()) { self.last_token_before(end).max(start) } else { end };
        Span::new(start, end)
    }

    fn last_token_before(&self, end: usize) -> usize {
        let after = self.tokens.partition_point(|token| token.start < end);
        let last = after.checked_sub(1).and_then(|index| self.tokens.get(index));
        last.map_or(end, |token| end.min(token.end))
    }

    pub(super) fn written(&self, span: Span) -> &'s str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Refuses what stands at `span`.
    pub(super) fn refuse(&mut self, code: &'static str, span: Span) {
        self.faults.push(Diagnostic::new(code, span));
    }

    pub(super) fn name(&self, pair: &Pair<'s, Rule>) -> Name {
        let text = pair.as_str();
        let bare = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text);
        Name { text: bare.to_string(), span: self.span(pair) }
    }

    /// Takes a name.
    pub(super) fn take_name(&self, cursor: &mut Cursor<'s>) -> Built<Name> {
        cursor.take(Rule::name).map(|pair| self.name(&pair))
    }

    /// Takes names separated by commas.
    pub(super) fn take_names(&self, cursor: &mut Cursor<'s>) -> Built<Vec<Name>> {
        let mut names = vec![self.take_name(cursor)?];
        while let Some(pair) = cursor.next_if(Rule::name) {
            names.push(self.name(&pair));
        }
        Ok(names)
    }

    /// Takes a name and the labels that may follow it.
    pub(super) fn take_labelled(&self, cursor: &mut Cursor<'s>) -> Built<Labelled> {
        let name = self.take_name(cursor)?;
        let labels = self.labels_if_any(cursor)?;
        Ok(Labelled { name, labels })
    }

    pub(super) fn labels_if_any(&self, cursor: &mut Cursor<'s>) -> Built<Option<Labels>> {
        cursor.next_if(Rule::labels).map(|pair| self.labels(pair)).transpose()
    }

    pub(super) fn take_labels(&self, cursor: &mut Cursor<'s>) -> Built<Labels> {
        let pair = cursor.take(Rule::labels)?;
        self.labels(pair)
    }

    fn labels(&self, pair: Pair<'s, Rule>) -> Built<Labels> {
        let mut cursor = self.inside(pair);
        let en = self.text(&cursor.take(Rule::text)?);
        let zh = cursor.next_if(Rule::text).map(|pair| self.text(&pair));
        Ok(Labels { en, zh })
    }

    pub(super) fn take_text(&self, cursor: &mut Cursor<'s>) -> Built<Text> {
        cursor.take(Rule::text).map(|pair| self.text(&pair))
    }

    pub(super) fn text(&self, pair: &Pair<'s, Rule>) -> Text {
        Text { value: literals::unescape(pair.as_str()), span: self.span(pair) }
    }

    pub(super) fn take_path(&self, cursor: &mut Cursor<'s>) -> Built<Path> {
        let pair = cursor.take(Rule::path)?;
        Ok(self.path(pair))
    }

    /// The path that a `path` or a `reference` without a call is.
    pub(super) fn path(&self, pair: Pair<'s, Rule>) -> Path {
        let whole = self.span(&pair);
        let names = pair.into_inner().filter(|inner| inner.as_rule() == Rule::name);
        let names: Vec<Name> = names.map(|inner| self.name(&inner)).collect();
        let span = names.first().zip(names.last()).map_or(whole, |(first, last)| first.span.to(last.span));
        Path { names, span }
    }
}

/// Whether blanks, and with them perhaps a comment, stand at the end of what a rule took. The blanks beyond ASCII are
/// looked at no closer than by their last byte.
fn ends_in_blank(text: &str) -> bool {
    text.bytes().next_back().is_some_and(|last| last.is_ascii_whitespace() || !last.is_ascii())
}
