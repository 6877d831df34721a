//! Dates -> steps.

use super::Assembler;
use crate::date::Date;
use crate::evaluate::plan::{Slot, Span, SpanAt, SpanStep};
use crate::program::{Moment, TimeSpan};

impl<'p> Assembler<'_, 'p> {
    pub(super) fn moment(&mut self, moment: &'p Moment) -> SpanAt {
        let step = match moment {
            Moment::Literal(date) => SpanStep::Constant(Span::on(*date)),
            Moment::Period(period) => SpanStep::Constant(Span::on(period.last())),
            Moment::Cell(cell) => match self.reach(cell.of.as_deref()) {
                Ok(reach) => {
                    let day = self.day();
                    SpanStep::Slot(self.slot(Slot::Cell(reach, cell.attribute, day)))
                }
                Err(_) => SpanStep::Constant(Span::UNJUDGED),
            },
            Moment::Input(input) => SpanStep::Slot(self.slot(Slot::Input(*input))),
            Moment::Plus(start, span) => SpanStep::Plus(self.moment(start), *span),
            Moment::MonthEnd(inner) => SpanStep::MonthEnd(self.moment(inner)),
            Moment::YearEnd(inner) => SpanStep::YearEnd(self.moment(inner)),
            Moment::Earliest(moments) => SpanStep::Extreme(moments.iter().map(|it| self.moment(it)).collect(), true),
            Moment::Latest(moments) => SpanStep::Extreme(moments.iter().map(|it| self.moment(it)).collect(), false),
            Moment::If(arms, otherwise) => {
                let arms = arms.iter().map(|(when, then)| (self.condition(when), self.moment(then))).collect();
                let otherwise = otherwise.as_deref().map(|it| self.moment(it));
                SpanStep::If(arms, otherwise)
            }
        };
        self.code.span(step)
    }
}

/// The day of a date in which no fact takes part.
pub(super) fn known_day(moment: &Moment) -> Option<Date> {
    match moment {
        Moment::Literal(date) => Some(*date),
        Moment::Period(period) => Some(period.last()),
        Moment::Plus(start, TimeSpan::Days(days)) => known_day(start)?.add_days(*days),
        Moment::Plus(start, TimeSpan::Months(months)) => known_day(start)?.add_months(*months),
        Moment::MonthEnd(inner) => known_day(inner).map(Date::month_end),
        Moment::YearEnd(inner) => known_day(inner).map(Date::year_end),
        Moment::Earliest(moments) => moments.iter().map(known_day).collect::<Option<Vec<_>>>()?.into_iter().min(),
        Moment::Latest(moments) => moments.iter().map(known_day).collect::<Option<Vec<_>>>()?.into_iter().max(),
        Moment::Plus(_, TimeSpan::WorkingDays(_)) | Moment::Cell(_) | Moment::Input(_) | Moment::If(..) => None,
    }
}
