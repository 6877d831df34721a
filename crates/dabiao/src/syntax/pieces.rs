//! Pieces: parts of a source that the grammar can read by themselves, so that one fault does not hide the next. `cutter`
//! makes them.

use super::scanner::{Token, TokenKind};
use super::words::Meaning;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `policy x {`, `rule x {`, `entity x {` or `reading x: {`
    Header(Container),
    /// A clause, or an item without braces.
    Item,
    /// All that stands between the braces of an entity.
    Fields,
    /// Text that no word opens: a line without its force, if it is anything.
    Bare,
    /// `}`, which ends what a header began.
    Close,
}

/// What a header opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    File,
    Policy,
    Rule,
    Entity,
    Reading,
}

/// A part of the source, by bytes and by tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    /// The word that opens it.
    pub(super) opener: Option<Meaning>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The first of its tokens, and one past the last.
    pub(super) tokens: (usize, usize),
    /// Whether a fault was found in it already; then nothing it holds can be trusted.
    pub(super) faulty: bool,
    /// Whether it stands where its kind may not.
    pub(super) misplaced: bool,
}

impl Piece {
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Marks the pieces in which the scan found a fault.
pub(super) fn mark_faulty(pieces: &mut [Piece], faults: &[Diagnostic]) {
    for fault in faults {
        let at = fault.span.start as usize;
        let index = pieces.partition_point(|piece| piece.end <= at);
        if let Some(piece) = pieces.get_mut(index).filter(|piece| piece.start <= at) {
            piece.faulty = true;
        }
    }
}

/// Cuts the columns of an entity into lines that each hold a colon, as people write them. A newline means nothing to the
/// language, so this only serves to find further faults.
pub(super) fn lines(source: &str, tokens: &[Token], piece: &Piece, faults: &[Diagnostic]) -> Vec<Piece> {
    let mut lines: Vec<Piece> = Vec::new();
    let (mut depth, mut before) = (0usize, piece.start);
    let inside = tokens.get(piece.tokens.0..piece.tokens.1).unwrap_or(&[]);
    for (index, token) in inside.iter().enumerate() {
        let index = piece.tokens.0 + index;
        let fresh = source.get(before..token.start).is_some_and(|blank| blank.contains('\n'));
        let starts = depth == 0 && fresh && matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
        match token.kind {
            TokenKind::Sign('{' | '(') => depth += 1,
            TokenKind::Sign('}' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = token.end;
        match lines.last_mut().filter(|_| !starts) {
            Some(line) => {
                line.end = token.end;
                line.tokens.1 = index + 1;
            }
            None => lines.push(Piece {
                start: token.start,
                end: token.end,
                tokens: (index, index + 1),
                faulty: false,
                ..piece.clone()
            }),
        }
    }
    mark_faulty(&mut lines, faults);
    lines
}
