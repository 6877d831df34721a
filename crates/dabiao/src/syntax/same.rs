//! Whether two trees are the same program: equal in all but places and comments. The places are taken out of copies, node
//! by node, so that the derived equality decides the rest.

use super::ast::{
    Ast, Clause, ClauseKind, DateLiteral, Due, Entity, Expr, ExprKind, Field, ForceWord, Item, Labelled, Labels, Let,
    LetBody, Line, Name, NumberLiteral, Path, Policy, Stage, StageComparison, Text, Type,
};
use crate::span::Span;

/// Whether two files say the same, wherever it stands, whichever language its keywords are in, and with whatever comments.
///
/// ```
/// use dabiao::syntax::{Limits, parse, same_program};
/// let read = |text| parse(text, &Limits::default()).ast;
/// assert!(same_program(&read("beds >= 300_000 by 2025"), &read("beds 不低于 30万 到 2025年 # said otherwise")));
/// assert!(!same_program(&read("beds >= 300_000"), &read("beds > 300_000")));
/// ```
pub fn same_program(left: &Ast, right: &Ast) -> bool {
    without_places(left) == without_places(right)
}

fn without_places(ast: &Ast) -> Vec<Item> {
    let mut items = ast.items.clone();
    each(&mut items, item);
    items
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn each<'n, T: 'n>(nodes: impl IntoIterator<Item = &'n mut T>, erase: impl Fn(&mut T)) {
    nodes.into_iter().for_each(erase);
}

fn item(node: &mut Item) {
    match node {
        Item::Vocabulary(name) | Item::Body(name) => labelled(name),
        Item::Use(used) => name(used),
        Item::Unit(unit) => {
            labelled(&mut unit.name);
            unit.span = NOWHERE;
        }
        Item::Entity(declared) => entity(declared),
        Item::Let(defined) => definition(defined),
        Item::Base(base) => path(base),
        Item::Policy(opened) => policy(opened),
        Item::Rule(rule) => {
            labelled(&mut rule.name);
            each(&mut rule.clauses, clause);
            (rule.span, rule.close) = (NOWHERE, NOWHERE);
        }
        Item::ReadingLet(reading) => {
            labelled(&mut reading.name);
            each(&mut reading.lets, definition);
            reading.span = NOWHERE;
        }
        Item::NotEncoded(left_out) => {
            text(&mut left_out.clause);
            labels(&mut left_out.reason);
            left_out.span = NOWHERE;
        }
        Item::Clause(said) => clause(said),
    }
}

fn name(node: &mut Name) {
    node.span = NOWHERE;
}

fn text(node: &mut Text) {
    node.span = NOWHERE;
}

fn path(node: &mut Path) {
    each(&mut node.names, name);
    node.span = NOWHERE;
}

fn labels(node: &mut Labels) {
    text(&mut node.en);
    each(&mut node.zh, text);
}

fn labelled(node: &mut Labelled) {
    name(&mut node.name);
    each(&mut node.labels, labels);
}

fn date(node: &mut DateLiteral) {
    node.span = NOWHERE;
}

fn literal(node: &mut NumberLiteral) {
    each(&mut node.unit, name);
    node.span = NOWHERE;
}

fn entity(node: &mut Entity) {
    labelled(&mut node.name);
    each([&mut node.parent, &mut node.from, &mut node.until].into_iter().flatten(), name);
    each(&mut node.fields, field);
    node.span = NOWHERE;
}

fn field(node: &mut Field) {
    each(&mut node.names, labelled);
    of_type(&mut node.of_type);
    node.span = NOWHERE;
}

fn of_type(node: &mut Type) {
    match node {
        Type::Named(named) => name(named),
        Type::OneOf(values) | Type::Ordered(values) | Type::SetOf(values) => each(values, labelled),
    }
}

fn definition(node: &mut Let) {
    labelled(&mut node.name);
    each(&mut node.of, name);
    match &mut node.body {
        LetBody::Set { base, condition } => {
            path(base);
            expression(condition);
        }
        LetBody::Value(value) => expression(value),
        LetBody::Steps(steps) => each(steps, |step| {
            expression(&mut step.value);
            date(&mut step.from);
        }),
        LetBody::Input(input) => of_type(input),
    }
    node.span = NOWHERE;
}

fn policy(node: &mut Policy) {
    labelled(&mut node.name);
    each(&mut node.territory, |territory| {
        name(&mut territory.entity);
        text(&mut territory.id);
    });
    each([&mut node.from, &mut node.until].into_iter().flatten(), date);
    each(&mut node.members, item);
    (node.span, node.close) = (NOWHERE, NOWHERE);
}

fn clause(node: &mut Clause) {
    match &mut node.kind {
        ClauseKind::ForEach(for_each) => {
            path(&mut for_each.set);
            each(&mut for_each.condition, expression);
            each(&mut for_each.expect, |expect| expect.span = NOWHERE);
        }
        ClauseKind::Line(required) => line(required),
        ClauseKind::Eligible { what, condition } => {
            labels(what);
            expression(condition);
        }
        ClauseKind::Show { name, value } => {
            labelled(name);
            expression(value);
        }
        ClauseKind::Except { condition, reason } => {
            expression(condition);
            each(reason, labels);
        }
        ClauseKind::Reading { name, clauses, .. } => {
            labelled(name);
            each(clauses, clause);
        }
        ClauseKind::Relation(relation) => {
            path(&mut relation.rule);
            each(&mut relation.by, date);
        }
        ClauseKind::Cite(cited) => text(cited),
        ClauseKind::Responsible(bodies) => each(bodies, name),
        ClauseKind::Note(note) => labels(note),
    }
    node.span = NOWHERE;
}

fn line(node: &mut Line) {
    each(&mut node.force, force);
    expression(&mut node.condition);
    each(&mut node.due, due);
    each(&mut node.stages, stage);
}

fn stage(node: &mut Stage) {
    each(&mut node.force, force);
    match &mut node.comparison {
        StageComparison::Compare(_, right) => expression(right),
        StageComparison::Between(low, high) => each([low, high], expression),
    }
    each(&mut node.due, due);
    node.span = NOWHERE;
}

fn force(node: &mut ForceWord) {
    each(&mut node.source, text);
    node.span = NOWHERE;
}

fn due(node: &mut Due) {
    expression(&mut node.date);
    node.span = NOWHERE;
}

fn expression(node: &mut Expr) {
    node.span = NOWHERE;
    match &mut node.kind {
        ExprKind::Date(_) | ExprKind::Text(_) | ExprKind::None => {}
        ExprKind::Number(number) => literal(number),
        ExprKind::Path(named) => path(named),
        ExprKind::Attest(names) => each(names, name),
        ExprKind::Call { arguments: parts, .. } | ExprKind::Set(parts) | ExprKind::And(parts) | ExprKind::Or(parts) => {
            each(parts, expression);
        }
        ExprKind::Aggregate(aggregate) => {
            path(&mut aggregate.set);
            let parts = [&mut aggregate.value, &mut aggregate.condition, &mut aggregate.test];
            each(parts.into_iter().flatten(), expression);
        }
        ExprKind::Negative(inner) | ExprKind::Not(inner) => expression(inner),
        ExprKind::Sum(terms) => each(terms, |(_, term)| expression(term)),
        ExprKind::Product(factors) => each(factors, |(_, factor)| expression(factor)),
        ExprKind::Ratio(left, right)
        | ExprKind::At(left, right)
        | ExprKind::In(left, right)
        | ExprKind::Compare { left, right, .. }
        | ExprKind::Includes { set: left, items: right, .. } => each([left.as_mut(), right.as_mut()], expression),
        ExprKind::Between { value, low, high } => each([value.as_mut(), low.as_mut(), high.as_mut()], expression),
        ExprKind::PercentOf(share, whole) => {
            literal(share);
            expression(whole);
        }
        ExprKind::Per { numerator, scale, base } => {
            expression(numerator);
            each(scale, literal);
            each(base.as_deref_mut(), expression);
        }
        ExprKind::If { arms: pairs, otherwise } => {
            each(pairs, pair);
            each(otherwise.as_deref_mut(), expression);
        }
        ExprKind::Case { value, rows: pairs, otherwise } => {
            expression(value);
            each(pairs, pair);
            each(otherwise.as_deref_mut(), expression);
        }
    }
}

fn pair((left, right): &mut (Expr, Expr)) {
    expression(left);
    expression(right);
}
