//! Random valid programs, the same for the same seed on every machine. They use every construct of the concrete syntax,
//! in either spelling, with odd names, deep nesting and comments in odd places. They are valid as syntax; whether their
//! names and types agree is left to chance, so they serve the parser and the formatter, not the checker.

mod clauses;
mod expressions;
mod items;
mod tokens;

/// A program, valid as syntax.
pub fn program(seed: u64) -> String {
    let mut writer = Writer::new(seed);
    writer.file();
    writer.text
}

/// A fixed sequence of numbers. Source: Guy Steele and others, "Fast splittable pseudorandom number generators", 2014
/// (`splitmix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`; the default of none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let index = self.below(choices.len());
        choices.get(index).copied().unwrap_or_default()
    }
}

/// Writes a program token by token.
struct Writer {
    random: Random,
    text: String,
    /// Whether the next token may touch the last: a digit beside a Chinese keyword.
    touching: bool,
    /// Where the last number ends, which a Chinese keyword may touch.
    number_end: usize,
    /// Whether a comma would end the expression: it then holds no bare list of names.
    in_list: bool,
}

impl Writer {
    fn new(seed: u64) -> Writer {
        Writer { random: Random(seed), text: String::new(), touching: false, number_end: 0, in_list: false }
    }

    /// Does `write` between `least` and `most` times.
    fn several(&mut self, least: usize, most: usize, mut write: impl FnMut(&mut Writer)) {
        for _ in 0..least + self.random.below(most - least + 1) {
            write(self);
        }
    }

    /// Does `write` between `least` and `most` times, with `mark` between.
    fn listed(&mut self, least: usize, most: usize, mark: &str, mut write: impl FnMut(&mut Writer)) {
        for index in 0..least + self.random.below(most - least + 1) {
            if index > 0 {
                self.sign(mark);
            }
            write(self);
        }
    }

    /// Does `write` in `percent` of a hundred cases.
    fn perhaps(&mut self, percent: usize, write: impl FnOnce(&mut Writer)) {
        if self.random.chance(percent) {
            write(self);
        }
    }
}
