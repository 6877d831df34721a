//! Random files: one requirement, an open file, or declarations with policies and rules.

use dabiao::syntax::words::{Meaning, TYPES};

use super::Writer;

impl Writer {
    /// A whole file.
    pub(super) fn file(&mut self) {
        self.perhaps(30, Writer::comment);
        match self.random.below(10) {
            0 => self.bare_line(),
            1 => self.several(
                1,
                6,
                |writer| if writer.random.chance(40) { writer.definition() } else { writer.clause(true) },
            ),
            _ => self.several(1, 8, |writer| match writer.random.below(4) {
                0 | 1 => writer.declaration(),
                2 => writer.rule(),
                _ => writer.policy(),
            }),
        }
        self.perhaps(50, |writer| {
            writer.put("");
            writer.comment();
        });
    }

    fn declaration(&mut self) {
        match self.random.below(9) {
            0 => {
                self.word(Meaning::Vocabulary);
                self.labelled();
            }
            1 => {
                self.word(Meaning::Unit);
                self.labelled();
                self.perhaps(40, |writer| writer.word(Meaning::Whole));
            }
            2 => {
                self.word(Meaning::Body);
                self.labelled();
            }
            3..=5 => self.entity(),
            _ => self.definition(),
        }
    }

    /// What may stand in a file and in a policy.
    fn definition(&mut self) {
        match self.random.below(8) {
            0 => {
                self.word(Meaning::Use);
                self.name();
            }
            1 => {
                self.word(Meaning::Base);
                self.path();
            }
            2 => {
                self.word(Meaning::NotEncoded);
                self.quoted();
                self.labels();
            }
            _ => self.let_clause(),
        }
    }

    fn entity(&mut self) {
        self.word(Meaning::Entity);
        self.labelled();
        for meaning in [Meaning::In, Meaning::From, Meaning::Until] {
            self.perhaps(40, |writer| {
                writer.word(meaning);
                writer.name();
            });
        }
        self.put("{");
        self.several(0, 5, |writer| {
            writer.listed(1, 3, ",", Writer::labelled);
            writer.sign(":");
            writer.of_type();
        });
        self.put("}");
    }

    fn of_type(&mut self) {
        let (meaning, mark) = match self.random.below(6) {
            0 => (Meaning::OneOf, ","),
            1 => (Meaning::Ordered, "<"),
            2 => (Meaning::SetOf, ","),
            3 => return self.name(),
            _ => {
                self.table_word(TYPES);
                return;
            }
        };
        self.word(meaning);
        self.put("{");
        self.listed(1, 6, mark, Writer::labelled);
        self.sign("}");
    }

    fn let_clause(&mut self) {
        self.word(Meaning::Let);
        self.labelled();
        self.perhaps(30, |writer| {
            writer.word(Meaning::Of);
            writer.name();
        });
        match self.random.below(5) {
            0 => {
                self.sign(":");
                self.of_type();
            }
            1 => {
                self.sign("=");
                self.path();
                self.word(Meaning::Where);
                self.condition(3);
            }
            2 => {
                self.sign("=");
                self.listed(1, 3, ",", |writer| {
                    writer.arithmetic(2, true);
                    writer.word(Meaning::From);
                    writer.period();
                });
            }
            _ => {
                self.sign("=");
                self.condition(3);
            }
        }
    }

    fn policy(&mut self) {
        self.word(Meaning::Policy);
        self.labelled();
        self.perhaps(40, |writer| {
            writer.word(Meaning::In);
            writer.name();
            writer.quoted();
        });
        for meaning in [Meaning::From, Meaning::Until] {
            self.perhaps(40, |writer| {
                writer.word(meaning);
                writer.period();
            });
        }
        self.put("{");
        self.several(0, 6, |writer| match writer.random.below(6) {
            0 | 1 => writer.definition(),
            2 => writer.about(),
            3 => writer.reading_let(),
            _ => writer.rule(),
        });
        self.put("}");
    }

    fn reading_let(&mut self) {
        self.word(Meaning::Reading);
        self.labelled();
        self.sign(":");
        if self.random.chance(40) {
            self.put("{");
            self.several(1, 3, Writer::let_clause);
            self.put("}");
        } else {
            self.let_clause();
        }
    }

    fn rule(&mut self) {
        self.word(Meaning::Rule);
        self.labelled();
        self.put("{");
        self.several(0, 6, |writer| writer.clause(true));
        self.put("}");
    }
}
