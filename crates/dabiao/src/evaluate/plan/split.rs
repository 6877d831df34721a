//! Facts that are missing and on which more than one place of a stage depends, case by case, as `reference::cases` splits
//! them: a flag and a value of an enumeration into what they can be, a number at the values where a comparison turns.
//! Only what is surely the same as there is split here; everything else is left to the reference evaluator.

use super::bound::{BoundLinear, BoundTerm, Numeric};
use super::code::{Code, SpanAt, Step, TruthAt, TruthStep, ValueAt};
use super::exact::Exact;
use super::linear::Test;
use super::parts::{Domain, Fraction, Part};
use super::spans::Span;
use super::step::{self, Items, MISSING_CODE, Row};
use super::truths::{self, ABSENT, ROUGH, UNJUDGED};
use super::turns::truths_of_parts;
use super::{Content, LinearId, Plan, Slot, SlotId};
use crate::calendar::Calendar;
use crate::date::Date;
use crate::program::{EntityId, Type};

/// The most combinations that are looked at.
const MOST_CASES: usize = 64;

/// A shared fact that is missing, with the parts of what it can be.
enum Missing {
    /// A flag or a value of an enumeration: a part for each code.
    Code(SlotId),
    /// A number: the comparisons that turn on it alone, each with its turning point among the sorted ones, and the parts;
    /// and whether it is a base that is zero in one of them.
    Number(SlotId, Vec<Turn>, Vec<(usize, Part)>, bool),
}

impl Missing {
    /// Whether it is a base, and one of its parts is zero.
    fn is_base_at_zero(&self) -> bool {
        matches!(self, Missing::Number(.., true))
    }
}

/// Whether more than one truth remains.
fn is_open(truths: u8) -> bool {
    truths::truths(truths) != 0 && !truths::is_decided(truths)
}

/// A comparison in which one number is missing.
struct Turn {
    linear: LinearId,
    test: Test,
    /// The sign of the number's coefficient.
    rising: bool,
    /// Which of the sorted turning points is its own.
    point: usize,
    /// The turning point at which the number, its base, is zero.
    absent_at: Option<usize>,
}

/// The truths of a content over all combinations of parts, or where not all are asked for the first that differ; none
/// where the reference evaluator has to split.
pub(super) fn truths(
    plan: &Plan,
    entity: EntityId,
    code: &Code,
    content: &Content,
    row: &dyn Row,
    all: bool,
) -> Option<u8> {
    if code.values > 0 {
        return None;
    }
    let open = || content.shared.iter().copied().filter(|slot| row.is_open(*slot));
    let mut attributes = Vec::new();
    let mut missing = Vec::new();
    let mut cases = 1usize;
    for slot in open() {
        match plan.slot(entity, slot)? {
            Slot::Cell(_, attribute, _) if attributes.contains(attribute) => return None,
            Slot::Cell(_, attribute, _) => attributes.push(*attribute),
            // A text is not split.
            Slot::Text(..) => continue,
            Slot::Input(_) => {}
            _ => return None,
        }
        let (parts, fact) = parts(plan, entity, code, slot, row)?;
        cases = cases.saturating_mul(parts);
        missing.push((parts, fact));
    }
    if cases > MOST_CASES {
        return None;
    }
    let (mut found, mut above_zero) = (0, 0);
    let mut split = SplitRow {
        row,
        plan,
        entity,
        codes: Vec::new(),
        linears: Vec::new(),
        parts: Vec::new(),
        truths: Vec::new(),
        spans: Vec::new(),
        tied: Vec::new(),
        over_zero: false,
    };
    // The outermost parts differ most often.
    for case in (0..cases.min(1)).chain((1..cases).rev()) {
        split.choose(case, &missing);
        let truths = split.run(code, content.truth)?;
        found |= truths;
        above_zero |= if split.over_zero { 0 } else { truths };
        if !all && above_zero & ROUGH == 0 && is_open(above_zero) {
            break;
        }
    }
    // A missing base is above zero, and the reference evaluator knows where it is one.
    (found == above_zero || !all && is_open(above_zero)).then_some(found)
}

/// How many parts a missing slot has, and what tells them.
fn parts(plan: &Plan, entity: EntityId, code: &Code, slot: SlotId, row: &dyn Row) -> Option<(usize, Missing)> {
    let read = plan.slot(entity, slot)?;
    match plan.type_of(read)? {
        Type::Flag => (row.code(slot) == MISSING_CODE).then_some((2, Missing::Code(slot))),
        Type::OneOf(values) | Type::Ordered(values) => {
            (row.code(slot) == MISSING_CODE).then_some((values.len(), Missing::Code(slot)))
        }
        Type::Quantity(_) | Type::OpenQuantity | Type::Number => number_parts(plan, entity, code, slot, row),
        Type::Date | Type::Text | Type::SetOf(_) => None,
    }
}

fn number_parts(plan: &Plan, entity: EntityId, code: &Code, slot: SlotId, row: &dyn Row) -> Option<(usize, Missing)> {
    if row.number(slot) != Numeric::Missing {
        return None;
    }
    let mut turns: Vec<(LinearId, &BoundLinear, Fraction, bool)> = Vec::new();
    let mut is_base = false;
    for step in &code.steps {
        let Step::Truth(_, TruthStep::Linear(at)) = step else { continue };
        let Some(linear) = row.linear(*at) else { continue };
        if !linear.reads(slot) {
            continue;
        }
        is_base |= linear.has_base(slot);
        if !linear.has_simple_guards(row) {
            return None;
        }
        let others_known = |term: &BoundTerm| term.slot == slot || matches!(row.number(term.slot), Numeric::Known(_));
        if linear.form.terms.iter().all(others_known) {
            let (turn, rising) = linear.turn(slot, row)?;
            turns.push((*at, linear, turn, rising));
        } else if matches!(linear.test, Test::Zero | Test::NotZero) {
            return None;
        }
    }
    let mut points: Vec<Fraction> = Vec::new();
    for (_, _, turn, _) in &turns {
        if let Err(at) = points.binary_search(turn) {
            points.insert(at, *turn);
        }
    }
    // Zero is a part of its own for a base, over which the rate is not applicable.
    if let (true, Err(at)) = (is_base, points.binary_search(&Fraction(0, 1))) {
        points.insert(at, Fraction(0, 1));
    }
    let zero = points.iter().position(|point| is_base && point.0 == 0);
    let kind = plan.kind_of(plan.slot(entity, slot)?);
    let unit = 10i128.pow(u32::from(row.scale(slot)));
    let domain = Domain { signed: kind.signed, whole: kind.whole, unit };
    let parts = (0..=points.len() * 2).filter_map(|part| Some((part, domain.part(&points, part)?)));
    let parts: Vec<(usize, Part)> = parts.collect();
    let place = |turn: &Fraction| points.iter().position(|point| point == turn).unwrap_or(0);
    let turns = turns.iter().map(|(at, linear, turn, rising)| Turn {
        linear: *at,
        test: linear.test,
        rising: *rising,
        point: place(turn),
        absent_at: zero.filter(|_| linear.has_base(slot)),
    });
    Some((parts.len(), Missing::Number(slot, turns.collect(), parts, zero.is_some())))
}

/// A row in one case.
struct SplitRow<'r> {
    row: &'r dyn Row,
    plan: &'r Plan,
    entity: EntityId,
    codes: Vec<(SlotId, u16)>,
    linears: Vec<(LinearId, u8)>,
    parts: Vec<(SlotId, Part)>,
    truths: Vec<u8>,
    spans: Vec<Span>,
    /// By register of truths whether it differs from case to case; empty before the first case.
    tied: Vec<bool>,
    /// Whether a base is zero.
    over_zero: bool,
}

impl SplitRow<'_> {
    /// Takes the parts of a case.
    fn choose(&mut self, mut case: usize, missing: &[(usize, Missing)]) {
        self.codes.clear();
        self.linears.clear();
        self.parts.clear();
        self.over_zero = false;
        for (count, fact) in missing {
            let part = case % count;
            case /= count;
            match fact {
                Missing::Code(slot) => self.codes.push((*slot, u16::try_from(part).unwrap_or(MISSING_CODE))),
                Missing::Number(slot, turns, parts, _) => {
                    let Some((at, part)) = parts.get(part) else { continue };
                    self.linears.extend(turns.iter().map(|turn| (turn.linear, turn.truth(*at))));
                    self.parts.push((*slot, *part));
                    self.over_zero |= fact.is_base_at_zero() && part.is_zero();
                }
            }
        }
    }

    /// The truths in a case; none where the numbers do not fit. After the first case only what differs is computed.
    fn run(&mut self, code: &Code, wanted: TruthAt) -> Option<u8> {
        let is_first = self.tied.is_empty();
        for step in &code.steps {
            match step {
                Step::Truth(at, step) => {
                    if is_first {
                        let tied = self.is_tied(step);
                        self.tied.push(tied);
                    } else if !self.tied.get(at.0 as usize).copied().unwrap_or(true) {
                        continue;
                    }
                    let truth = match step {
                        TruthStep::Linear(at) => self.linear_truths(*at)?,
                        step => step::truth(step, self),
                    };
                    keep(&mut self.truths, at.0, truth);
                }
                Step::Span(at, step) => {
                    let span = step::span(step, self);
                    keep(&mut self.spans, at.0, span);
                }
                Step::Value(..) => {}
            }
        }
        Some(self.truth(wanted))
    }

    /// Whether a step reads a missing fact, or a register that differs from case to case.
    fn is_tied(&self, step: &TruthStep) -> bool {
        let coded = |slot: &SlotId| self.codes.iter().any(|(known, _)| known == slot);
        let reads = |step: &TruthStep| match step {
            TruthStep::Linear(at) => {
                let reads = |linear: &BoundLinear| self.parts.iter().any(|(slot, _)| linear.reads(*slot));
                self.row.linear(*at).is_some_and(reads)
            }
            TruthStep::ByCode(slot, _) => coded(slot),
            TruthStep::CompareCodes(_, a, b, _) => coded(a) || coded(b),
            _ => false,
        };
        step.depends(reads, |at| self.tied.get(at.0 as usize).copied().unwrap_or(true))
    }

    fn linear_truths(&self, at: LinearId) -> Option<u8> {
        if let Some((_, truth)) = self.linears.iter().find(|(linear, _)| *linear == at) {
            return Some(*truth);
        }
        let Some(linear) = self.row.linear(at) else { return Some(UNJUDGED) };
        if self.parts.iter().any(|(slot, _)| linear.reads(*slot)) {
            return truths_of_parts(self.plan, self.entity, linear, self.row, &self.parts);
        }
        Some(linear.truths(|slot| self.row.number(slot)))
    }
}

/// Writes a register.
fn keep<T: Copy>(registers: &mut Vec<T>, at: u32, made: T) {
    match registers.get_mut(at as usize) {
        Some(kept) => *kept = made,
        None => registers.push(made),
    }
}

impl Turn {
    /// The truths of the comparison in a part.
    fn truth(&self, part: usize) -> u8 {
        if self.absent_at.is_some_and(|point| part == 2 * point + 1) {
            return ABSENT;
        }
        let side = part.cmp(&(2 * self.point + 1));
        let sign = if self.rising { side } else { side.reverse() };
        truths::known(match self.test {
            Test::NotNegative => sign.is_ge(),
            Test::Positive => sign.is_gt(),
            Test::Zero => sign.is_eq(),
            Test::NotZero => sign.is_ne(),
        })
    }
}

impl Row for SplitRow<'_> {
    fn number(&self, slot: SlotId) -> Numeric {
        self.row.number(slot)
    }

    fn scale(&self, slot: SlotId) -> u8 {
        self.row.scale(slot)
    }

    fn exact(&self, slot: SlotId) -> Exact {
        self.row.exact(slot)
    }

    fn code(&self, slot: SlotId) -> u16 {
        let chosen = self.codes.iter().find(|(known, _)| *known == slot).map(|(_, code)| *code);
        chosen.unwrap_or_else(|| self.row.code(slot))
    }

    fn items(&self, slot: SlotId) -> Items {
        self.row.items(slot)
    }

    fn date(&self, slot: SlotId) -> Span {
        self.row.date(slot)
    }

    fn truth_slot(&self, slot: SlotId) -> u8 {
        self.row.truth_slot(slot)
    }

    fn is_open(&self, slot: SlotId) -> bool {
        self.row.is_open(slot)
    }

    fn truth(&self, at: TruthAt) -> u8 {
        self.truths.get(at.0 as usize).copied().unwrap_or(ABSENT)
    }

    fn value(&self, _: ValueAt) -> Exact {
        Exact::Unjudged
    }

    fn span(&self, at: SpanAt) -> Span {
        self.spans.get(at.0 as usize).copied().unwrap_or(Span::UNJUDGED)
    }

    fn linear(&self, at: LinearId) -> Option<&BoundLinear> {
        self.row.linear(at)
    }

    fn as_of(&self) -> Date {
        self.row.as_of()
    }

    fn calendar(&self) -> Option<&Calendar> {
        self.row.calendar()
    }
}
