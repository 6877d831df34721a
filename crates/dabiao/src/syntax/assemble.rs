//! Pieces to one `Ast`: reads each piece with the grammar, and puts it where the braces say. A piece that cannot be read
//! leaves its faults and the names it would have declared; the rest of the file goes on.

use std::sync::Arc;

use dabiao_grammar::{DabiaoParser, Rule};
use pest::Parser;

use super::advice::Advice;
use super::ast::{
    Ast, Clause, ClauseKind, Entity, Field, Item, Labelled, Let, Name, Policy, ReadingLet, Rule as RuleNode,
};
use super::cutter;
use super::from_pairs::{Builder, Built, Cursor, Mismatch};
use super::openers;
use super::pieces::{self, Container, Piece, PieceKind};
use super::scanner::{self, Scan, TokenKind};
use super::words::Meaning;
use super::{Limits, MAX_NESTING, Parsed};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Reads a source text, or only its `outline`: what its headers say, and nothing of what stands in their braces.
pub(super) fn parse(source: &str, limits: &Limits, outline: bool) -> Parsed {
    if source.len() > limits.source_bytes {
        let fault = Diagnostic::new("E0102", Span::new(0, 0)).with(source.len()).with(limits.source_bytes);
        let ast = Ast { items: Vec::new(), comments: Vec::new() };
        return Parsed { ast: Arc::new(ast), diagnostics: vec![fault], unreadable: Vec::new() };
    }
    let scan = scanner::scan(source);
    let (pieces, faults) = cutter::cut(source, &scan, limits.nesting.min(MAX_NESTING));
    let mut assembly = Assembly::new(source, &scan, &pieces);
    let wanted = |piece: &&Piece| !outline || matches!(piece.kind, PieceKind::Header(_) | PieceKind::Close);
    for piece in pieces.iter().filter(wanted) {
        assembly.piece(piece);
    }
    while !assembly.frames.is_empty() {
        assembly.close(Span::new(source.len(), source.len()));
    }
    let Assembly { items, diagnostics, unreadable, .. } = assembly;
    let mut all: Vec<Diagnostic> = scan.faults.into_iter().chain(faults).chain(diagnostics).collect();
    if scan.tokens.is_empty() {
        all.push(Diagnostic::new("E0140", Span::new(0, source.len())));
    }
    let ast = Arc::new(Ast { items, comments: scan.comments });
    Parsed { ast, diagnostics: in_order(all, limits.diagnostics), unreadable }
}

/// Sorts faults by place and cuts them at the limit, saying how many there are.
fn in_order(mut faults: Vec<Diagnostic>, limit: usize) -> Vec<Diagnostic> {
    Diagnostic::sort(&mut faults);
    faults.dedup();
    let total = faults.len();
    if let Some(last) = faults.get(limit).map(|fault| fault.span) {
        faults.truncate(limit);
        faults.push(Diagnostic::new("E0141", last).with(limit).with(total));
    }
    faults
}

/// What a header has opened.
enum Node {
    Policy(Policy),
    Rule(RuleNode),
    Entity(Entity),
    Reading { name: Labelled, clauses: Vec<Clause>, lets: Vec<Let> },
}

struct Frame {
    /// None where even the name could not be read.
    node: Option<Node>,
    /// The header.
    span: Span,
    /// Whether the node goes into the tree: not if it stands in a wrong place.
    keep: bool,
}

struct Assembly<'s> {
    source: &'s str,
    scan: &'s Scan,
    /// Whether the file is one requirement, which may omit its force.
    single: bool,
    /// Whether lines may stand outside of rules.
    open: bool,
    frames: Vec<Frame>,
    items: Vec<Item>,
    diagnostics: Vec<Diagnostic>,
    unreadable: Vec<Name>,
}

impl<'s> Assembly<'s> {
    fn new(source: &'s str, scan: &'s Scan, pieces: &[Piece]) -> Assembly<'s> {
        let about = |piece: &Piece| {
            matches!(piece.opener, Some(Meaning::Cite | Meaning::Note | Meaning::Responsible))
                && piece.kind == PieceKind::Item
        };
        let mut kinds = pieces.iter();
        let single = kinds.next().is_some_and(|first| first.kind == PieceKind::Bare) && kinds.all(about);
        let structured = |piece: &Piece| matches!(piece.kind, PieceKind::Header(Container::Policy | Container::Rule));
        let open = !pieces.iter().any(structured);
        Assembly {
            source,
            scan,
            single,
            open,
            frames: Vec::new(),
            items: Vec::new(),
            diagnostics: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece.kind {
            PieceKind::Close => {
                self.close(Span::new(piece.start, piece.start + usize::from(piece.tokens.0 < piece.tokens.1)))
            }
            PieceKind::Header(container) => self.header(container, piece),
            PieceKind::Fields => {
                let fields = self.fields(piece);
                if let Some(Frame { node: Some(Node::Entity(entity)), .. }) = self.frames.last_mut() {
                    entity.fields.extend(fields);
                }
            }
            PieceKind::Bare => self.bare(piece),
            PieceKind::Item => match self.item(piece) {
                Some(item) if !piece.misplaced => self.attach(item, piece.span()),
                _ => self.lose(piece),
            },
        }
    }

    /// Reads a clause, or an item that holds no other: with the rule of its opener, which tries nothing in vain; what that
    /// rule does not take to the end is read with `only_item`, which says what is wrong with it.
    fn item(&mut self, piece: &Piece) -> Option<Item> {
        let text = self.source.get(piece.start..piece.end).filter(|_| !piece.faulty)?;
        let opened = piece.opener.and_then(|opener| DabiaoParser::parse(openers::rule(opener), text).ok());
        let whole = opened.and_then(|mut pairs| pairs.next()).filter(|pair| pair.as_span().end() == text.len());
        match whole {
            Some(pair) => self.build(piece, |builder| builder.item(pair)),
            None => self.read(piece, Rule::only_item, |builder, cursor| {
                let pair = cursor.any()?;
                cursor.end()?;
                builder.item(pair)
            }),
        }
    }

    /// Reads a piece with a rule of the grammar. None where a fault was found, in it or before.
    fn read<T>(
        &mut self,
        piece: &Piece,
        wanted: Rule,
        build: impl FnOnce(&mut Builder<'s>, &mut Cursor<'s>) -> Built<T>,
    ) -> Option<T> {
        if piece.faulty {
            return None;
        }
        let text = self.source.get(piece.start..piece.end)?;
        let root = match DabiaoParser::parse(wanted, text) {
            Ok(mut pairs) => pairs.next()?,
            Err(error) => {
                let advice = Advice { source: self.source, tokens: &self.scan.tokens, piece, rule: wanted };
                self.diagnostics.push(advice.diagnose(&error));
                return None;
            }
        };
        self.build(piece, |builder| {
            let mut cursor = builder.inside(root);
            build(builder, &mut cursor)
        })
    }

    fn build<T>(&mut self, piece: &Piece, build: impl FnOnce(&mut Builder<'s>) -> Built<T>) -> Option<T> {
        let tokens = self.scan.tokens.get(piece.tokens.0..piece.tokens.1).unwrap_or(&[]);
        let mut builder = Builder::new(self.source, tokens, piece.start);
        let built = build(&mut builder);
        let refused = !builder.faults.is_empty();
        self.diagnostics.append(&mut builder.faults);
        match built {
            Ok(built) if !refused => Some(built),
            Ok(_) => None,
            Err(Mismatch(span)) => {
                self.diagnostics.push(Diagnostic::new("E0100", span));
                None
            }
        }
    }

    fn header(&mut self, container: Container, piece: &Piece) {
        let nowhere = Span::default();
        let wanted = match container {
            Container::Policy => Rule::only_policy_header,
            Container::Rule => Rule::only_rule_header,
            Container::Entity => Rule::only_entity_header,
            Container::Reading | Container::File => Rule::only_reading_header,
        };
        let read = self.read(piece, wanted, |builder, cursor| {
            if matches!(container, Container::Reading | Container::File) {
                let name = builder.reading_header(cursor)?;
                return Ok(Node::Reading { name, clauses: Vec::new(), lets: Vec::new() });
            }
            let pair = cursor.any()?;
            cursor.end()?;
            match container {
                Container::Policy => builder.policy_header(pair).map(Node::Policy),
                Container::Rule => builder.rule_header(pair).map(Node::Rule),
                _ => builder.entity_header(pair).map(Node::Entity),
            }
        });
        // a header that cannot be read still names what it opens
        let node = read.or_else(|| {
            let name = Labelled { name: self.declared(piece)?, labels: None };
            let span = piece.span();
            Some(match container {
                Container::Policy => {
                    let (territory, from, until, members) = (None, None, None, Vec::new());
                    Node::Policy(Policy { name, territory, from, until, members, span, close: nowhere })
                }
                Container::Rule => Node::Rule(RuleNode { name, clauses: Vec::new(), span, close: nowhere }),
                Container::Entity => {
                    let (parent, from, until, fields) = (None, None, None, Vec::new());
                    Node::Entity(Entity { name, parent, from, until, fields, span })
                }
                Container::Reading | Container::File => Node::Reading { name, clauses: Vec::new(), lets: Vec::new() },
            })
        });
        self.frames.push(Frame { node, span: piece.span(), keep: !piece.misplaced });
    }

    /// Ends the innermost frame and puts what it holds where it belongs.
    fn close(&mut self, brace: Span) {
        let Some(Frame { node: Some(node), span, keep }) = self.frames.pop() else { return };
        let whole = span.to(brace);
        let item = match node {
            Node::Policy(policy) => Item::Policy(Policy { close: brace, ..policy }),
            Node::Rule(rule) => Item::Rule(RuleNode { close: brace, ..rule }),
            Node::Entity(entity) => Item::Entity(Entity { span: whole, ..entity }),
            Node::Reading { name, clauses, lets } if !lets.is_empty() && clauses.is_empty() => {
                Item::ReadingLet(ReadingLet { name, lets, span: whole })
            }
            Node::Reading { name, clauses, lets } => {
                for definition in lets {
                    self.misplaced(definition.span, "reading", "policy");
                }
                Item::Clause(Clause { kind: ClauseKind::Reading { name, clauses, braced: true }, span: whole })
            }
        };
        if keep {
            self.attach(item, span);
        }
    }

    fn misplaced(&mut self, span: Span, container: &str, home: &str) {
        let first = self.scan.tokens.partition_point(|token| token.start < span.start as usize);
        let word = self.scan.tokens.get(first).map_or(span, |token| token.span());
        let fault = Diagnostic::new("E0138", word).with(word.of(self.source)).with(container).with(home);
        self.diagnostics.push(fault);
    }

    /// Puts an item into the innermost frame.
    fn attach(&mut self, item: Item, span: Span) {
        let about =
            |kind: &ClauseKind| matches!(kind, ClauseKind::Cite(_) | ClauseKind::Note(_) | ClauseKind::Responsible(_));
        let outside = self.frames.is_empty() && !self.open;
        if matches!(&item, Item::Clause(clause) if outside && !about(&clause.kind)) {
            self.misplaced(span, "file", "rule");
        }
        let Some(frame) = self.frames.last_mut() else {
            self.items.push(item);
            return;
        };
        match (frame.node.as_mut(), item) {
            (Some(Node::Policy(policy)), item) => {
                let reading = matches!(&item, Item::Clause(Clause { kind: ClauseKind::Reading { .. }, .. }));
                if reading {
                    self.misplaced(span, "policy", "rule");
                } else {
                    policy.members.push(item);
                }
            }
            (Some(Node::Rule(rule)), Item::Clause(clause)) => rule.clauses.push(clause),
            (Some(Node::Reading { clauses, .. }), Item::Clause(clause)) => clauses.push(clause),
            (Some(Node::Reading { lets, .. }), Item::Let(definition)) => lets.push(definition),
            (Some(Node::Rule(_)), Item::ReadingLet(_)) => self.misplaced(span, "rule", "policy"),
            // what else does not fit was refused where it was cut out
            _ => {}
        }
    }

    /// Text that no word opens: the one line of a file without its force, or a fault.
    fn bare(&mut self, piece: &Piece) {
        let advice = Advice { source: self.source, tokens: &self.scan.tokens, piece, rule: Rule::only_bare_line };
        if !self.single && !piece.faulty {
            let fault = advice.forceless();
            self.diagnostics.push(fault);
            return;
        }
        let read = self.read(piece, Rule::only_bare_line, |builder, cursor| {
            let pair = cursor.any()?;
            cursor.end()?;
            builder.clause(pair)
        });
        if let Some(clause) = read {
            self.items.push(Item::Clause(clause));
        }
    }

    /// The columns of an entity: all at once, or line by line where one of them is wrong.
    fn fields(&mut self, piece: &Piece) -> Vec<Field> {
        let text = self.source.get(piece.start..piece.end).unwrap_or("");
        let whole = if piece.faulty {
            None
        } else {
            DabiaoParser::parse(Rule::only_fields, text).ok().and_then(|mut pairs| pairs.next())
        };
        if let Some(root) = whole {
            let fields = self.build(piece, |builder| all_fields(builder, &mut builder.inside(root)));
            return fields.unwrap_or_default();
        }
        let mut fields = Vec::new();
        let before = self.diagnostics.len();
        for line in pieces::lines(self.source, &self.scan.tokens, piece, &self.scan.faults) {
            match self.read(&line, Rule::only_fields, all_fields) {
                Some(read) => fields.extend(read),
                None => self.lose(&line),
            }
        }
        if before == self.diagnostics.len() && !piece.faulty {
            // each line can be read, the whole cannot: the fault lies between them
            self.read(piece, Rule::only_fields, all_fields);
        }
        fields
    }

    /// The name that an unreadable piece would have declared.
    fn declared(&self, piece: &Piece) -> Option<Name> {
        let skip = usize::from(piece.opener.is_some());
        let tokens = self.scan.tokens.get(piece.tokens.0 + skip..piece.tokens.1)?;
        let token = tokens.first().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted))?;
        let text = token.span().of(self.source).trim_matches('`').to_string();
        Some(Name { text, span: token.span() })
    }

    fn lose(&mut self, piece: &Piece) {
        let declares = matches!(
            piece.opener,
            Some(Meaning::Let | Meaning::Unit | Meaning::Body | Meaning::Vocabulary | Meaning::Show | Meaning::Reading)
        );
        if piece.kind == PieceKind::Fields {
            let tokens = self.scan.tokens.get(piece.tokens.0..piece.tokens.1).unwrap_or(&[]);
            let names = tokens.iter().take_while(|token| !token.is_sign(':'));
            let names = names.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted));
            let text = |span: Span| span.of(self.source).trim_matches('`').to_string();
            self.unreadable.extend(names.map(|token| Name { text: text(token.span()), span: token.span() }));
        } else if declares {
            self.unreadable.extend(self.declared(piece));
        }
    }
}

fn all_fields<'s>(builder: &mut Builder<'s>, cursor: &mut Cursor<'s>) -> Built<Vec<Field>> {
    let mut fields = Vec::new();
    while let Some(pair) = cursor.next_if(Rule::field) {
        fields.push(builder.field(pair)?);
    }
    cursor.end()?;
    Ok(fields)
}
