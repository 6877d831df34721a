//! What a line comes to for a record: six numbers of 32 bits, which a host in another language is given as they lie, and
//! what they mean.

use std::fmt;

use crate::date::Date;
use crate::evaluate::plan::judge::{Judged, bit};
use crate::evaluate::verdict::Verdict;

/// What a line of a rule comes to for the record.
///
/// It lies in memory as `dabiao_line` does in C: the rule, the line, 0 for no verdict or 1 and its position among
/// [`Verdict::ALL`], a bit for each verdict still possible (`2 <<` that position), the due date in days since 1970-01-01
/// (`i32::MIN`: none), the stage.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LineOutcome {
    pub(super) place: Place,
    pub(super) found: Found,
    pub(super) moment: Moment,
}

/// Which line of which rule.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    rule: u32,
    line: u32,
}

/// The verdict, and those still possible.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    verdict: u32,
    possible: u32,
}

/// The due date and the stage that judges.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    due: i32,
    stage: u32,
}

/// A set of verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Possible(u8);

impl Possible {
    /// Whether a verdict is among them.
    pub fn contains(self, verdict: Verdict) -> bool {
        self.0 & bit(verdict) != 0
    }

    /// Whether there is none: the verdict is decided.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The verdicts, in their order.
    pub fn iter(self) -> impl Iterator<Item = Verdict> {
        Verdict::ALL.into_iter().filter(move |verdict| self.contains(*verdict))
    }
}

impl FromIterator<Verdict> for Possible {
    fn from_iter<T: IntoIterator<Item = Verdict>>(verdicts: T) -> Possible {
        Possible(verdicts.into_iter().fold(0, |set, verdict| set | bit(verdict)))
    }
}

impl Found {
    /// No verdict.
    const NONE: Found = Found { verdict: 0, possible: 0 };
    /// Not found yet; never part of an outcome.
    pub(super) const LEFT: Found = Found { verdict: u32::MAX, possible: 0 };

    pub(super) fn is_left(self) -> bool {
        self.verdict == u32::MAX
    }

    /// A verdict, with a bit for each that is still possible.
    pub(super) const fn new(verdict: Verdict, possible: u8) -> Found {
        Found { verdict: verdict as u32 + 1, possible: (possible as u32) << 1 }
    }
}

impl Moment {
    const NEVER: Moment = Moment { due: i32::MIN, stage: 0 };

    pub(super) fn new(due: Option<Date>, stage: usize) -> Moment {
        let due = due.and_then(|due| i32::try_from(due.to_days()).ok());
        Moment { due: due.unwrap_or(i32::MIN), stage: small(stage) }
    }
}

/// The limits of a policy keep its rules, lines and stages far below 32 bits.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl LineOutcome {
    /// A line, by its position in a rule, and the rule by its position in the program, of which the unit is no subject.
    pub fn new(rule: usize, line: usize) -> LineOutcome {
        let place = Place { rule: small(rule), line: small(line) };
        LineOutcome { place, found: Found::NONE, moment: Moment::NEVER }
    }

    /// The line with what it comes to.
    pub fn judged(self, verdict: Verdict, possible: Possible, due: Option<Date>, stage: usize) -> LineOutcome {
        LineOutcome { found: Found::new(verdict, possible.0), moment: Moment::new(due, stage), ..self }
    }

    /// The line where the unit is no subject.
    pub(super) fn of_no_subject(self) -> LineOutcome {
        LineOutcome { found: Found::NONE, moment: Moment::NEVER, ..self }
    }

    pub(super) fn of(rule: usize, line: usize, judged: Judged) -> LineOutcome {
        LineOutcome::new(rule, line).judged(judged.verdict, Possible(judged.possible), judged.due, judged.stage)
    }

    /// The rule, by its position in the program.
    pub fn rule(&self) -> usize {
        self.place.rule as usize
    }

    /// The line, by its position in the rule.
    pub fn line(&self) -> usize {
        self.place.line as usize
    }

    /// The verdict; none where the unit is no subject of the rule.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::ALL.get((self.found.verdict as usize).checked_sub(1)?).copied()
    }

    /// The verdicts still possible where it is undetermined or pending.
    pub fn possible(&self) -> Possible {
        Possible(u8::try_from(self.found.possible >> 1).unwrap_or(u8::MAX))
    }

    /// The due date, where there is one and it is known.
    pub fn due(&self) -> Option<Date> {
        Date::from_days(i64::from(self.moment.due))
    }

    /// Which stage judges it.
    pub fn stage(&self) -> usize {
        self.moment.stage as usize
    }
}

impl Default for LineOutcome {
    fn default() -> LineOutcome {
        LineOutcome::new(0, 0)
    }
}

impl fmt::Debug for LineOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineOutcome")
            .field("rule", &self.rule())
            .field("line", &self.line())
            .field("verdict", &self.verdict())
            .field("possible", &self.possible())
            .field("due", &self.due())
            .field("stage", &self.stage())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{LineOutcome, Possible};
    use crate::evaluate::verdict::Verdict;

    #[test]
    fn what_is_put_in_comes_out() -> Result<(), crate::date::DateError> {
        let days = [None, Some("0001-01-01".parse()?), Some("1970-01-01".parse()?), Some("9999-12-31".parse()?)];
        for verdict in Verdict::ALL {
            for due in days {
                let possible: Possible = Verdict::ALL.into_iter().filter(|other| *other != verdict).collect();
                let outcome = LineOutcome::new(7, 3).judged(verdict, possible, due, 2);
                let parts = (outcome.rule(), outcome.line(), outcome.verdict(), outcome.possible());
                assert_eq!(parts, (7, 3, Some(verdict), possible));
                assert_eq!((outcome.due(), outcome.stage()), (due, 2));
            }
        }
        let none = LineOutcome::new(7, 3);
        assert_eq!((none.verdict(), none.possible().is_empty(), none.due(), none.stage()), (None, true, None, 0));
        Ok(())
    }
}
