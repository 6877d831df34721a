//! What one step does for one row. The record runs it for its row, the columns for each row of a block where they have
//! no kernel of their own, so that there is one meaning of every step.

use super::bound::{BoundLinear, Numeric};
use super::code::{SetTest, SpanAt, SpanStep, TruthAt, TruthStep, ValueAt, ValueStep};
use super::exact::Exact;
use super::spans::Span;
use super::truths::{self, ABSENT, Arms, NO, OPEN, UNJUDGED, YES};
use super::{LinearId, SlotId};
use crate::calendar::Calendar;
use crate::date::Date;

/// The code of a missing flag or choice.
pub(crate) const MISSING_CODE: u16 = u16::MAX;
/// The code where there is no row to read from.
pub(crate) const ABSENT_CODE: u16 = u16::MAX - 1;
/// The code where it takes the reference evaluator to know the row to read from.
pub(crate) const UNJUDGED_CODE: u16 = u16::MAX - 2;

/// The items of a set, or why there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// A bit for each item.
    Known(u64),
    Missing,
    Absent,
    Unjudged,
}

/// A row as steps see it: its slots, and the registers written so far.
pub(crate) trait Row {
    fn number(&self, slot: SlotId) -> Numeric;
    /// The number, where it is known.
    fn known(&self, slot: SlotId) -> Option<i64> {
        match self.number(slot) {
            Numeric::Known(value) => Some(value),
            _ => None,
        }
    }
    /// The decimals of a slot's numbers.
    fn scale(&self, slot: SlotId) -> u8;
    fn exact(&self, slot: SlotId) -> Exact;
    fn code(&self, slot: SlotId) -> u16;
    fn items(&self, slot: SlotId) -> Items;
    fn date(&self, slot: SlotId) -> Span;
    fn truth_slot(&self, slot: SlotId) -> u8;
    /// Whether what the slot holds is not known.
    fn is_open(&self, slot: SlotId) -> bool;
    fn truth(&self, at: TruthAt) -> u8;
    fn value(&self, at: ValueAt) -> Exact;
    fn span(&self, at: SpanAt) -> Span;
    fn linear(&self, at: LinearId) -> Option<&BoundLinear>;
    fn as_of(&self) -> Date;
    /// The calendar of working days that holds for the row.
    fn calendar(&self) -> Option<&Calendar>;
}

/// The truths that a step makes.
pub(crate) fn truth(step: &TruthStep, row: &impl Row) -> u8 {
    match step {
        TruthStep::Constant(truths) => *truths,
        TruthStep::Slot(slot) => row.truth_slot(*slot),
        TruthStep::Linear(at) => row.linear(*at).map_or(UNJUDGED, |linear| {
            let known = linear.truths_of_known(|slot| row.known(slot));
            known.unwrap_or_else(|| linear.truths(|slot| row.number(slot)))
        }),
        TruthStep::Compare(order, a, b) => row.value(*a).compare(*order, row.value(*b)),
        TruthStep::ByCode(slot, table) => by_code(row.code(*slot), table),
        TruthStep::CompareCodes(order, a, b, count) => {
            compare_codes(row.code(*a), row.code(*b), *count, |a, b| truths::holds(*order, a.cmp(&b)))
        }
        TruthStep::Set(slot, test) => test.truths(row.items(*slot)),
        TruthStep::CompareSpans(order, a, b) => row.span(*a).compare(*order, row.span(*b)),
        TruthStep::IsNone(span) => row.span(*span).is_none(),
        TruthStep::ComeBy(span, last) => row.span(*span).come_by(last.to_days()),
        TruthStep::ComeByDue(span, due) => match row.span(*due).certain_day() {
            Some(due) => row.span(*span).come_by(due.min(row.as_of()).to_days()),
            None => UNJUDGED,
        },
        TruthStep::And(parts) => parts.iter().fold(ABSENT, |joined, part| truths::and(joined, row.truth(*part))),
        TruthStep::Or(parts) => parts.iter().fold(ABSENT, |joined, part| truths::or(joined, row.truth(*part))),
        TruthStep::Not(inner) => truths::not(row.truth(*inner)),
        TruthStep::If(arms, otherwise) => {
            let pass =
                |passed: Arms, (when, then): &(TruthAt, TruthAt)| passed.pass(row.truth(*when), row.truth(*then));
            let rest = otherwise.map_or(ABSENT, |at| row.truth(at));
            arms.iter().fold(Arms::NEW, pass).otherwise(rest)
        }
        TruthStep::Guard(guard, body) => truths::guarding(row.truth(*guard), row.truth(*body)),
        TruthStep::FreeOf(exception) => truths::free_of(row.truth(*exception)),
        TruthStep::Counted(condition) => truths::counted(row.truth(*condition)),
    }
}

/// The number that a step makes.
pub(crate) fn value(step: &ValueStep, row: &impl Row) -> Exact {
    match step {
        ValueStep::Constant(number) => *number,
        ValueStep::Slot(slot) => row.exact(*slot),
        ValueStep::Sum(terms) => {
            terms.iter().fold(Exact::Known(0, 1), |sum, (sign, term)| sum.plus(*sign, row.value(*term)))
        }
        ValueStep::Product(factors) => {
            factors.iter().fold(Exact::Known(1, 1), |product, factor| product.times(row.value(*factor)))
        }
        ValueStep::Quotient(a, b) => row.value(*a).over(row.value(*b)),
        ValueStep::Ratio(a, b) => row.value(*a).to(row.value(*b)),
        ValueStep::Share(share, whole) => row.value(*whole).share(row.value(*share)),
        ValueStep::Extreme(values, least) => {
            let values = values.iter().map(|at| row.value(*at));
            values.reduce(|a, b| a.extreme(b, *least)).unwrap_or(Exact::Unjudged)
        }
        ValueStep::Rounded(value, up) => row.value(*value).rounded(*up),
        ValueStep::If(arms, otherwise) => {
            let rest = otherwise.map_or(Exact::Absent, |at| row.value(at));
            chosen(row, arms, rest, |at| row.value(at), Exact::or_else)
        }
        ValueStep::Case(value, chosen) => match row.value(*value) {
            Exact::Absent => Exact::Absent,
            Exact::Known(..) => row.value(*chosen),
            _ => Exact::Unjudged,
        },
        ValueStep::Age(born, on) => age(row.span(*born), *on),
        ValueStep::Days(from, to) => days(row.span(*from), row.span(*to)),
        ValueStep::WorkingDays(from, to) => working_days(row.span(*from), row.span(*to), row.calendar()),
    }
}

/// The date that a step makes.
pub(crate) fn span(step: &SpanStep, row: &impl Row) -> Span {
    match step {
        SpanStep::Constant(span) => *span,
        SpanStep::Slot(slot) => row.date(*slot),
        SpanStep::Plus(start, span) => row.span(*start).plus(*span, row.calendar()),
        SpanStep::MonthEnd(inner) => row.span(*inner).map(|date| Some(date.month_end())),
        SpanStep::YearEnd(inner) => row.span(*inner).map(|date| Some(date.year_end())),
        SpanStep::Extreme(spans, earliest) => {
            let pick: fn(i64, i64) -> i64 = if *earliest { Ord::min } else { Ord::max };
            spans.iter().map(|at| row.span(*at)).reduce(|a, b| a.extreme(b, pick)).unwrap_or(Span::ABSENT)
        }
        SpanStep::If(arms, otherwise) => {
            let rest = otherwise.map_or(Span::ABSENT, |at| row.span(at));
            chosen(row, arms, rest, |at| row.span(at), Span::or_else)
        }
    }
}

/// The results of the arms that may be taken, joined.
fn chosen<At: Copy, T: Copy>(
    row: &impl Row,
    arms: &[(TruthAt, At)],
    rest: T,
    read: impl Fn(At) -> T,
    join: impl Fn(T, T) -> T,
) -> T {
    let mut joined: Option<T> = None;
    for (when, then) in arms {
        let taken = row.truth(*when);
        if taken & YES != 0 {
            let then = read(*then);
            joined = Some(joined.map_or(then, |known| join(known, then)));
        }
        if truths::is_certain(taken) {
            return joined.unwrap_or(rest);
        }
    }
    joined.map_or(rest, |known| join(known, rest))
}

/// The truths of a code, by a table whose last entry is for a missing one.
pub(crate) fn by_code(code: u16, table: &[u8]) -> u8 {
    match code {
        MISSING_CODE => table.last().copied().unwrap_or(UNJUDGED),
        ABSENT_CODE => ABSENT,
        code => table.get(usize::from(code)).copied().unwrap_or(UNJUDGED),
    }
}

fn compare_codes(a: u16, b: u16, count: u16, holds: impl Fn(u16, u16) -> bool) -> u8 {
    if a == UNJUDGED_CODE || b == UNJUDGED_CODE {
        return UNJUDGED;
    }
    if a == ABSENT_CODE || b == ABSENT_CODE {
        return ABSENT;
    }
    let all = |code: u16| if code == MISSING_CODE { 0..count } else { code..code.saturating_add(1) };
    all(a).flat_map(|a| all(b).map(move |b| (a, b))).fold(0, |set, (a, b)| set | truths::known(holds(a, b)))
}

impl SetTest {
    /// The truths of the test; a missing set may have any of the items asked for.
    pub(crate) fn truths(&self, items: Items) -> u8 {
        match (items, self) {
            (Items::Known(items), SetTest::All(asked)) => truths::known(items & asked == *asked),
            (Items::Known(items), SetTest::Any(asked)) => truths::known(items & asked != 0),
            (Items::Known(items), SetTest::Exactly(asked)) => truths::known(items == *asked),
            (Items::Missing, SetTest::All(0)) => YES,
            (Items::Missing, SetTest::Any(0)) => NO,
            (Items::Missing, _) => OPEN,
            (Items::Absent, _) => ABSENT,
            (Items::Unjudged, _) => UNJUDGED,
        }
    }
}

fn age(born: Span, on: Date) -> Exact {
    match (born.days, born.day()) {
        (_, _) if born.rough => Exact::Unjudged,
        (None, _) => Exact::Absent,
        (Some((None, None)), _) => Exact::Any { absent: born.none || born.absent },
        (_, Some(day)) if !born.none && !born.absent => Exact::whole(day.full_years_to(on)),
        _ => Exact::Unjudged,
    }
}

fn days(from: Span, to: Span) -> Exact {
    if from.rough || to.rough {
        return Exact::Unjudged;
    }
    let (Some(a), Some(b)) = (from.days, to.days) else { return Exact::Absent };
    let absent = from.none || to.none || from.absent || to.absent;
    match (from.certain_day(), to.certain_day()) {
        (Some(from), Some(to)) => Exact::whole(to.to_days() - from.to_days()),
        _ if a == (None, None) || b == (None, None) => Exact::Any { absent },
        _ => Exact::Unjudged,
    }
}

fn working_days(from: Span, to: Span, calendar: Option<&Calendar>) -> Exact {
    if from.rough || to.rough {
        return Exact::Unjudged;
    }
    if from.days.is_none() || to.days.is_none() {
        return Exact::Absent;
    }
    match (from.certain_day(), to.certain_day()) {
        (Some(from), Some(to)) => {
            let count = calendar.and_then(|calendar| calendar.working_days(from, to));
            count.map_or(Exact::Unjudged, Exact::whole)
        }
        _ => Exact::Unjudged,
    }
}
