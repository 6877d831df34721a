//! The truths of a line -> its verdict, as `reference::stage` settles it: pending before the due date, undetermined where
//! more than one verdict remains, the latest stage due of a ladder.

use super::step::Row;
use super::truths::{self, ABSENT, NO, ROUGH, YES};
use super::{Content, Due, LineKind, LinePlan, Plan, RulePlan, SpanAt, StagePlan, TruthAt, split};
use crate::date::Date;
use crate::evaluate::verdict::Verdict;

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The verdicts still possible, a bit for each in their order; none where it is decided.
    pub(crate) possible: u8,
    /// The due date, where there is one and it is known.
    pub(crate) due: Option<Date>,
    /// Which stage judges it.
    pub(crate) stage: usize,
}

/// The bit of a verdict in [`Judged::possible`].
pub(crate) const fn bit(verdict: Verdict) -> u8 {
    1 << verdict as u8
}

impl Plan {
    /// Judges a line for a row; none where the reference evaluator has to. `waived` says whether a recorded exception
    /// covers the row.
    pub(crate) fn judge(&self, rule: &RulePlan, line: &LinePlan, row: &impl Row, waived: bool) -> Option<Judged> {
        match &line.kind {
            LineKind::Eligible(None) => {
                Some(Judged { verdict: Verdict::NotApplicable, possible: 0, due: None, stage: 0 })
            }
            LineKind::Eligible(Some(content)) => {
                let verdicts = [Verdict::NotEligible, Verdict::Eligible, Verdict::Undetermined];
                let (verdict, possible) = self.settle(rule, row, content, verdicts, true)?;
                Some(Judged { verdict, possible, due: None, stage: 0 })
            }
            LineKind::Duty(stages) => {
                if let [StagePlan { position, in_principle, due: Due::Fixed(due, content) }] = stages.as_slice() {
                    let (verdict, possible) = match content {
                        Some(content) => self.settle_duty(rule, row, content, *due)?,
                        None => (Verdict::NotApplicable, 0),
                    };
                    let waived = waived && *in_principle && verdict == Verdict::NotMet;
                    let verdict = if waived { Verdict::Waived } else { verdict };
                    return Some(Judged { verdict, possible, due: *due, stage: *position });
                }
                let due = |stage: &StagePlan| match &stage.due {
                    Due::Fixed(due, _) => *due,
                    Due::Varies(span, ..) => row.span(*span).certain_day(),
                };
                let is_due = |stage: &&StagePlan| due(stage).is_some_and(|due| self.options.as_of > due);
                // Which stage judges is certain only where the due dates are.
                let rough = |stage: &StagePlan| matches!(&stage.due, Due::Varies(at, ..) if row.span(*at).rough);
                if stages.iter().any(rough) {
                    return None;
                }
                let stage = stages.iter().rfind(is_due).or_else(|| stages.first())?;
                let (verdict, possible) = self.judge_stage(rule, stage, row)?;
                let waived = waived && stage.in_principle && verdict == Verdict::NotMet;
                let verdict = if waived { Verdict::Waived } else { verdict };
                Some(Judged { verdict, possible, due: due(stage), stage: stage.position })
            }
        }
    }

    fn judge_stage(&self, rule: &RulePlan, stage: &StagePlan, row: &impl Row) -> Option<(Verdict, u8)> {
        match &stage.due {
            Due::Fixed(_, None) => Some((Verdict::NotApplicable, 0)),
            Due::Fixed(due, Some(content)) => self.settle_duty(rule, row, content, *due),
            Due::Varies(due, guard, content) => self.judge_varying(rule, row, (*due, *guard), content),
        }
    }

    fn judge_varying(
        &self,
        rule: &RulePlan,
        row: &impl Row,
        (due, guard): (SpanAt, TruthAt),
        content: &Content,
    ) -> Option<(Verdict, u8)> {
        let due = row.span(due);
        let as_of = self.options.as_of;
        let not_in_force = |now: Date| {
            self.program.from.is_some_and(|from| as_of < from) || self.program.until.is_some_and(|until| now > until)
        };
        if not_in_force(due.certain_day().map_or(as_of, |due| due.min(as_of))) {
            return Some((Verdict::NotApplicable, 0));
        }
        if let Some(due) = due.certain_day() {
            return self.settle_duty(rule, row, content, Some(due));
        }
        if due.days.is_none() {
            return Some((Verdict::NotApplicable, 0));
        }
        let guard = row.truth(guard);
        if guard & YES == 0 {
            return Some((Verdict::NotApplicable, 0));
        }
        if !truths::is_decided(guard) && is_rough(row, guard, content) {
            return None;
        }
        let outside = if truths::is_certain(guard) { 0 } else { bit(Verdict::NotApplicable) };
        let possible = bit(Verdict::NotMet) | bit(Verdict::Pending) | bit(Verdict::Met) | outside;
        Some((Verdict::Undetermined, possible))
    }

    fn settle_duty(
        &self,
        rule: &RulePlan,
        row: &impl Row,
        content: &Content,
        due: Option<Date>,
    ) -> Option<(Verdict, u8)> {
        match due.is_none_or(|due| self.options.as_of > due) {
            true => self.settle(rule, row, content, [Verdict::NotMet, Verdict::Met, Verdict::Undetermined], true),
            false => self.settle(rule, row, content, [Verdict::Pending, Verdict::Met, Verdict::Pending], true),
        }
    }

    /// The verdict of a content, given those for no, yes and open, with every verdict that is possible where that is asked
    /// for; none where the reference evaluator has to judge.
    pub(crate) fn settle(
        &self,
        rule: &RulePlan,
        row: &impl Row,
        content: &Content,
        [no, yes, open]: [Verdict; 3],
        every: bool,
    ) -> Option<(Verdict, u8)> {
        let mut truth = row.truth(content.truth);
        match truth & !ROUGH {
            YES => return Some((yes, 0)),
            NO => return Some((no, 0)),
            ABSENT => return Some((Verdict::NotApplicable, 0)),
            _ => {}
        }
        if is_rough(row, truth, content) {
            truth = match truth & ROUGH {
                0 => split::truths(self, rule.entity, &rule.code, content, row, every)?,
                _ => return None,
            };
        }
        match truths::truths(truth) {
            YES => Some((yes, 0)),
            NO => Some((no, 0)),
            ABSENT => Some((Verdict::NotApplicable, 0)),
            _ if truth & ROUGH != 0 => None,
            open_truths => {
                let bits = [(YES, yes), (NO, no), (ABSENT, Verdict::NotApplicable)];
                let possible = bits.iter().filter(|(truth, _)| open_truths & truth != 0);
                Some((open, possible.fold(0, |set, (_, verdict)| set | bit(*verdict))))
            }
        }
    }
}

/// Whether fewer truths than these may remain.
fn is_rough(row: &impl Row, truth: u8, content: &Content) -> bool {
    truth & ROUGH != 0 || content.shared.iter().any(|slot| row.is_open(*slot))
}
