//! The registers of dates of a block. Where a register holds a plain column or a day of the policy, its dates are days in 32
//! bits, and comparisons with a day run in a loop that the compiler makes vector code of.

use std::sync::Arc;

use super::numbers::ROWS;
use super::source::{self, Source};
use crate::evaluate::plan::truths::{self, NO};
use crate::evaluate::plan::{Span, SpanAt, SpanStep};
use crate::facts::column::{Column, MISSING_DAY, NO_DAY};
use crate::program::Order;

/// What a register holds.
#[derive(Clone, Copy)]
enum Form {
    /// The same day for every row; or never.
    Same(i32),
    /// A day for each row, as a column has them.
    Days,
    /// Anything.
    Spans,
}

/// The registers of dates.
pub(super) struct Dates {
    forms: Vec<Form>,
    days: Vec<i32>,
    spans: Vec<Span>,
}

/// What comes of a day: whether it is in a range, or is not where so said; and of a missing one, and of one that never comes.
struct ByDay {
    from: i32,
    to: i32,
    not: bool,
    missing: u8,
    never: u8,
}

impl Dates {
    pub(super) fn new(registers: u32) -> Dates {
        let count = registers as usize;
        Dates {
            forms: vec![Form::Spans; count],
            days: vec![MISSING_DAY; count * ROWS],
            spans: vec![Span::UNJUDGED; count * ROWS],
        }
    }

    /// Loads a register that holds a plain column or a day; false where it holds something else.
    pub(super) fn load(
        &mut self,
        at: SpanAt,
        step: &SpanStep,
        sources: &[Option<Arc<Source<'_>>>],
        start: usize,
        len: usize,
    ) -> bool {
        let form = match step {
            SpanStep::Constant(span) => day_of(*span).map(Form::Same),
            SpanStep::Slot(slot) => match sources.get(slot.0 as usize).and_then(Option::as_deref) {
                Some(Source::Column(Column::Dates(days), None)) => {
                    let days = days.get(start..start + len).unwrap_or_default();
                    let kept = self.days.get_mut(at.0 as usize * ROWS..).and_then(|kept| kept.get_mut(..days.len()));
                    kept.into_iter().for_each(|kept| kept.copy_from_slice(days));
                    (days.len() == len).then_some(Form::Days)
                }
                _ => None,
            },
            _ => None,
        };
        self.mark(at, form.unwrap_or(Form::Spans));
        form.is_some()
    }

    fn mark(&mut self, at: SpanAt, form: Form) {
        self.forms.get_mut(at.0 as usize).into_iter().for_each(|kept| *kept = form);
    }

    /// Says that a register is written row by row.
    pub(super) fn open(&mut self, at: SpanAt) {
        self.mark(at, Form::Spans);
    }

    /// What the open registers hold.
    pub(super) fn spans(&mut self) -> &mut Vec<Span> {
        &mut self.spans
    }

    pub(super) fn get(&self, at: SpanAt, row: usize) -> Option<Span> {
        match self.day(at, row) {
            Some(day) => Some(source::date(Some(day))),
            None => self.spans.get(at.0 as usize * ROWS + row).copied(),
        }
    }

    fn form(&self, at: SpanAt) -> Form {
        self.forms.get(at.0 as usize).copied().unwrap_or(Form::Spans)
    }

    fn day(&self, at: SpanAt, row: usize) -> Option<i32> {
        match self.form(at) {
            Form::Same(day) => Some(day),
            Form::Days => self.days.get(at.0 as usize * ROWS + row).copied(),
            Form::Spans => None,
        }
    }

    fn days(&self, at: SpanAt) -> &[i32] {
        self.days.get(at.0 as usize * ROWS..).unwrap_or_default()
    }

    /// `a ORDER b`; false where it takes more than days.
    pub(super) fn compare(&self, out: &mut [u8], order: Order, a: SpanAt, b: SpanAt) -> bool {
        match (self.form(a), self.form(b)) {
            (Form::Days, Form::Same(day)) if is_day(day) => {
                let other = source::date(Some(day));
                let [missing, never] = [Span::MISSING, Span::NEVER].map(|span| span.compare(order, other));
                ByDay::compare(order, day, [missing, never]).run(out, self.days(a));
            }
            (Form::Same(day), Form::Days) if is_day(day) => {
                let other = source::date(Some(day));
                let [missing, never] = [Span::MISSING, Span::NEVER].map(|span| other.compare(order, span));
                ByDay::compare(flipped(order), day, [missing, never]).run(out, self.days(b));
            }
            (Form::Spans, _) | (_, Form::Spans) => return false,
            _ => {
                for (row, out) in out.iter_mut().enumerate() {
                    *out = match (self.day(a, row), self.day(b, row)) {
                        (Some(a), Some(b)) if is_day(a) && is_day(b) => truths::known(truths::holds(order, a.cmp(&b))),
                        (a, b) => source::date(a).compare(order, source::date(b)),
                    };
                }
            }
        }
        true
    }

    /// `DATE by D`; false where it takes more than days.
    pub(super) fn come_by(&self, out: &mut [u8], at: SpanAt, last: i64) -> bool {
        let (Form::Days, Ok(last)) = (self.form(at), i32::try_from(last)) else { return false };
        let [missing, never] = [Span::MISSING, Span::NEVER].map(|span| span.come_by(i64::from(last)));
        ByDay::compare(Order::AtMost, last, [missing, never]).run(out, self.days(at));
        true
    }

    /// `DATE = none`; false where it takes more than days.
    pub(super) fn is_none(&self, out: &mut [u8], at: SpanAt) -> bool {
        let Form::Days = self.form(at) else { return false };
        let [missing, never] = [Span::MISSING, Span::NEVER].map(Span::is_none);
        // No day is known never to come.
        ByDay { from: 1, to: 0, not: false, missing, never }.run(out, self.days(at));
        true
    }
}

impl ByDay {
    /// `DATE ORDER day`
    fn compare(order: Order, day: i32, [missing, never]: [u8; 2]) -> ByDay {
        let (from, to) = match order {
            Order::AtLeast => (day, i32::MAX),
            Order::MoreThan => (day.saturating_add(1), i32::MAX),
            Order::AtMost => (i32::MIN, day),
            Order::LessThan => (i32::MIN, day.saturating_sub(1)),
            Order::Equal | Order::NotEqual => (day, day),
        };
        ByDay { from, to, not: order == Order::NotEqual, missing, never }
    }

    fn run(&self, out: &mut [u8], days: &[i32]) {
        let all = |holds: bool| 0u8.wrapping_sub(u8::from(holds));
        for (out, day) in out.iter_mut().zip(days) {
            let holds = ((*day >= self.from) & (*day <= self.to)) != self.not;
            let (missing, never) = (all(*day == MISSING_DAY), all(*day == NO_DAY));
            let known = !(missing | never) & (NO - u8::from(holds));
            *out = known | missing & self.missing | never & self.never;
        }
    }
}

fn is_day(day: i32) -> bool {
    day != MISSING_DAY && day != NO_DAY
}

/// The day of a date of the policy.
fn day_of(span: Span) -> Option<i32> {
    if span == Span::NEVER {
        return Some(NO_DAY);
    }
    let day = span.certain_day().filter(|_| !span.rough)?;
    i32::try_from(day.to_days()).ok()
}

/// The order with its sides exchanged.
fn flipped(order: Order) -> Order {
    match order {
        Order::AtLeast => Order::AtMost,
        Order::MoreThan => Order::LessThan,
        Order::AtMost => Order::AtLeast,
        Order::LessThan => Order::MoreThan,
        Order::Equal | Order::NotEqual => order,
    }
}
