//! Random clauses: what may stand in a rule, in a reading, and in a file that is one requirement.

use dabiao::syntax::words::Meaning;

use super::Writer;

/// How many brackets deep an ordinary expression goes.
const DEPTH: usize = 3;

const FORCES: &[Meaning] = &[
    Meaning::Must,
    Meaning::MustNot,
    Meaning::Shall,
    Meaning::Target,
    Meaning::Should,
    Meaning::Strive,
    Meaning::Promote,
    Meaning::Explore,
    Meaning::Support,
    Meaning::Encourage,
];

const RELATIONS: &[Meaning] =
    &[Meaning::Implements, Meaning::Repeats, Meaning::Tightens, Meaning::Extends, Meaning::Relaxes, Meaning::Conflicts];

impl Writer {
    /// Any clause; a reading holds none.
    pub(super) fn clause(&mut self, reading: bool) {
        match self.random.below(16) {
            0 => self.for_each(),
            1 => {
                self.word(Meaning::Eligible);
                self.labels();
                self.word(Meaning::When);
                self.condition(DEPTH);
            }
            2 => {
                self.word(Meaning::Show);
                self.labelled();
                self.sign("=");
                self.condition(DEPTH);
            }
            3 => {
                self.word(Meaning::ExceptWhen);
                self.condition(DEPTH);
                self.perhaps(60, Writer::labels);
            }
            4 | 5 if reading => self.reading(),
            6 => self.relation(),
            7 | 8 => self.about(),
            9 if reading => {
                self.word(Meaning::Shall);
                let brackets = 20 + self.random.below(36);
                self.put("a = (");
                self.deep(brackets);
                self.sign(")");
            }
            _ => self.line(),
        }
    }

    fn for_each(&mut self) {
        self.word(Meaning::ForEach);
        self.path();
        self.perhaps(60, |writer| {
            writer.word(Meaning::Where);
            writer.condition(DEPTH);
        });
        self.perhaps(40, |writer| {
            writer.word(Meaning::Expect);
            writer.number();
        });
    }

    fn line(&mut self) {
        self.force();
        if self.random.chance(10) {
            self.parenthesised(DEPTH)
        } else {
            self.condition_that(DEPTH, false)
        }
        self.end_of_line();
    }

    /// The line of a file that is one requirement.
    pub(super) fn bare_line(&mut self) {
        self.path();
        self.compare(DEPTH);
        self.end_of_line();
        self.several(0, 3, Writer::about);
    }

    fn end_of_line(&mut self) {
        self.perhaps(50, Writer::due);
        while self.random.chance(20) {
            self.word(Meaning::ThenStage);
            self.perhaps(40, Writer::force);
            match self.random.below(4) {
                0 => self.between(DEPTH - 1),
                1 => {
                    self.quantity();
                    self.word(Meaning::OrLess);
                }
                _ => self.compare(DEPTH - 1),
            }
            self.perhaps(60, Writer::due);
        }
    }

    fn due(&mut self) {
        self.word(Meaning::By);
        match self.random.below(6) {
            0 => {
                self.put("the end of");
                self.period();
            }
            _ => self.moment(DEPTH - 1),
        }
    }

    fn force(&mut self) {
        self.perhaps(15, |writer| writer.word(Meaning::InPrinciple));
        let index = self.random.below(FORCES.len());
        self.word(FORCES.get(index).copied().unwrap_or(Meaning::Must));
        self.perhaps(20, Writer::quoted);
    }

    fn reading(&mut self) {
        self.word(Meaning::Reading);
        self.labelled();
        self.sign(":");
        if self.random.chance(50) {
            self.put("{");
            self.several(0, 3, |writer| writer.clause(false));
            self.put("}");
        } else {
            self.clause(false);
        }
    }

    fn relation(&mut self) {
        let index = self.random.below(RELATIONS.len());
        self.word(RELATIONS.get(index).copied().unwrap_or(Meaning::Implements));
        self.path();
        self.perhaps(50, |writer| {
            writer.word(Meaning::By);
            writer.period();
        });
    }

    /// `cite`, `responsible` or `note`.
    pub(super) fn about(&mut self) {
        match self.random.below(3) {
            0 => {
                self.word(Meaning::Cite);
                self.quoted();
            }
            1 => {
                self.word(Meaning::Responsible);
                self.names();
            }
            _ => {
                self.word(Meaning::Note);
                self.labels();
            }
        }
    }
}
