//! The rows of a table in which members of an aggregate lie. They are often few among many, so tallies are kept for them
//! alone, numbered in the order of the rows.

use std::sync::OnceLock;

use crate::facts::{EntityTable, Facts};
use crate::program::{EntityId, Program};

/// The rows in which something lies.
pub(super) struct Holders {
    /// A bit for each row; none where it is every row.
    words: Vec<u64>,
    /// For each word how many there are in those before it.
    before: Vec<u32>,
    len: usize,
}

impl Holders {
    /// Of a table of so many rows, those whose bits are set.
    fn of(rows: usize, words: Vec<u64>) -> Holders {
        let mut len = 0;
        let count = |word: &u64| {
            let before = len;
            len += word.count_ones();
            before
        };
        let before = words.iter().map(count).collect();
        match len as usize {
            len if len == rows => Holders { words: Vec::new(), before: Vec::new(), len },
            len => Holders { words, before, len },
        }
    }

    /// Whether every row is one.
    fn is_everything(&self) -> bool {
        self.words.is_empty()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The place of a row among them, if it is one.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        if self.is_everything() {
            return (row < self.len).then_some(row);
        }
        let (word, before) = (self.words.get(row / 64)?, self.before.get(row / 64)?);
        let bit = 1u64 << (row % 64);
        (word & bit != 0).then(|| *before as usize + (word & (bit - 1)).count_ones() as usize)
    }

    /// The rows, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 == 1);
        let every = if self.is_everything() { 0..self.len } else { 0..0 };
        let some = (0..).step_by(64).zip(&self.words);
        every.chain(some.flat_map(move |(first, word)| bits(*word).map(move |bit| first + bit)))
    }
}

/// The table of an entity; one without rows where it was not given.
pub(super) fn table_of(facts: &Facts, entity: EntityId) -> &EntityTable {
    static NO_TABLE: OnceLock<EntityTable> = OnceLock::new();
    facts.table(entity).unwrap_or_else(|| NO_TABLE.get_or_init(EntityTable::default))
}

/// For each entity from the parents of an entity outward, the rows in which rows of that lie.
pub(super) fn levels(program: &Program, facts: &Facts, members: EntityId) -> Vec<(EntityId, Holders)> {
    let outside = |entity: EntityId| program.entities.get(entity.0)?.parent;
    let mut levels: Vec<(EntityId, Holders)> = Vec::new();
    let mut next = outside(members);
    let mut below = table_of(facts, members);
    while let Some(entity) = next {
        let table = table_of(facts, entity);
        let mut words = vec![0u64; table.len().div_ceil(64)];
        let mut mark = |row| climb(table, below.parent_of(row), &mut words);
        match levels.last() {
            None => (0..below.len()).for_each(&mut mark),
            Some((_, holders)) => holders.rows().for_each(&mut mark),
        }
        levels.push((entity, Holders::of(table.len(), words)));
        below = table;
        next = outside(entity).filter(|outer| *outer != entity);
    }
    levels
}

/// Marks a row of a table and all rows of it that it lies in.
fn climb(table: &EntityTable, row: Option<usize>, words: &mut [u64]) {
    let mut next = row;
    while let Some(row) = next.and_then(|row| row.checked_sub(table.first)).filter(|row| *row < table.len()) {
        let bit = 1u64 << (row % 64);
        match words.get_mut(row / 64) {
            Some(word) if *word & bit == 0 => *word |= bit,
            _ => return,
        }
        next = table.parent_of(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_are_numbered_in_the_order_of_their_rows() {
        let rows = [0, 3, 63, 64, 130];
        let holders = Holders::of(131, vec![1 | 1 << 3 | 1 << 63, 1, 1 << 2]);
        assert_eq!(holders.rows().collect::<Vec<_>>(), rows);
        assert_eq!(holders.len(), 5);
        let places: Vec<_> = [0, 1, 3, 63, 64, 65, 130, 191, 192].into_iter().map(|row| holders.place(row)).collect();
        assert_eq!(places, [Some(0), None, Some(1), Some(2), Some(3), None, Some(4), None, None]);
        let every = Holders::of(2, vec![3]);
        assert_eq!(every.rows().collect::<Vec<_>>(), [0, 1]);
        assert_eq!([0, 1, 2].map(|row| every.place(row)), [Some(0), Some(1), None]);
    }
}
