//! Which facts a stage reads in more than one place of the program. Where such a fact is missing, the truths of the parts
//! hang together, and the reference evaluator splits it into cases.

use std::collections::BTreeSet;

use crate::program::walk::{self, Node};
use crate::program::{AttributeId, Cell, Condition, EntityId, Fold, InputId, Moment, Quantity, TextCell};

/// What can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fact {
    /// A cell of an attribute, whichever row's.
    Cell(AttributeId),
    /// An input.
    Input(InputId),
    /// Whether a row counts as a member.
    Member(EntityId),
}

/// The places at which facts are read, by the address of the node that reads.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<(Fact, usize)>);

impl Places {
    /// Notes all places inside a node.
    pub(super) fn read(&mut self, node: Node<'_>) {
        walk::all(node, &mut |node| {
            self.note(node, 0);
            // `between` reads its value twice.
            if let Node::Condition(Condition::Between { value, .. }) = node {
                walk::all(Node::Quantity(value), &mut |node| self.note(node, 1));
            }
        });
    }

    fn note(&mut self, node: Node<'_>, again: usize) {
        for_each_fact(node, &mut |fact, place| {
            self.0.push((fact, place + again));
        });
    }

    /// The facts read in more than one place.
    pub(super) fn shared(mut self) -> Vec<Fact> {
        self.0.sort_unstable();
        self.0.dedup();
        let by_fact = self.0.chunk_by(|(one, _), (other, _)| one == other);
        by_fact.filter(|places| places.len() > 1).filter_map(|places| places.first()).map(|(fact, _)| *fact).collect()
    }

    /// The facts read at all.
    pub(super) fn all(&self) -> BTreeSet<Fact> {
        self.0.iter().map(|(fact, _)| *fact).collect()
    }
}

fn for_each_fact(node: Node<'_>, note: &mut dyn FnMut(Fact, usize)) {
    let mut cell = |cell: &Cell| note(Fact::Cell(cell.attribute), std::ptr::from_ref(cell).addr());
    match node {
        Node::Cell(read) => return cell(read),
        Node::Text(TextCell::Attribute(read)) => return cell(read),
        _ => {}
    }
    match node {
        Node::Condition(term @ Condition::FlagInput(input)) => {
            note(Fact::Input(*input), std::ptr::from_ref(term).addr())
        }
        Node::Quantity(term @ Quantity::Input(input)) => note(Fact::Input(*input), std::ptr::from_ref(term).addr()),
        Node::Moment(term @ Moment::Input(input)) => note(Fact::Input(*input), std::ptr::from_ref(term).addr()),
        Node::Condition(term @ (Condition::Any(set) | Condition::All { set, .. })) => {
            note(Fact::Member(set.entity), std::ptr::from_ref(term).addr());
        }
        Node::Quantity(term @ Quantity::Fold(fold)) => {
            let (Fold::Count(set)
            | Fold::Sum(_, set)
            | Fold::Average(_, set)
            | Fold::Min(_, set)
            | Fold::Max(_, set)
            | Fold::Share(set, _)) = fold.as_ref();
            note(Fact::Member(set.entity), std::ptr::from_ref(term).addr());
        }
        _ => {}
    }
}
