//! Aggregates: what each member adds is gathered at what it lies in, once, and carried upward through the tree. The rules
//! are those of `reference::fold`.

use std::collections::HashSet;
use std::sync::Arc;

use super::holders::Holders;
use crate::evaluate::plan::truths::{self, ABSENT, NO, OPEN, ROUGH, UNJUDGED, YES};
use crate::evaluate::plan::{Exact, FoldKind, FoldPlan, Numeric};
use crate::number::Number;
use crate::program::{EntityId, Order};

/// What the members below a row come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The least and the greatest that the sum or the count may be.
    low: i128,
    high: i128,
    /// The sum or the extreme where it is no plain column; none: of nothing.
    exact: Option<Exact>,
    /// How many members by what they may do: see the constants.
    classes: [u32; 8],
    flags: u8,
}

const NO_MEMBERS: Tally = Tally { low: 0, high: 0, exact: None, classes: [0; 8], flags: 0 };

/// A flag of a tally: the sum has no upper bound.
const NO_HIGH: u8 = 1;
/// A flag of a tally: the sum has no lower bound.
const NO_LOW: u8 = 2;
/// A flag of a tally: it takes the reference evaluator to know it.
const UNSURE: u8 = 4;

/// Classes of members of `share` and `all`: the truths of the test, plus this where it may be no member at all.
const UNCERTAIN: u8 = ABSENT;

/// What a member adds.
pub(super) struct Addition {
    /// Whether it is a member: yes, or yes and no.
    pub(super) member: u8,
    /// The number that a sum of a column adds.
    pub(super) number: Numeric,
    pub(super) signed: bool,
    /// The number that another aggregate adds.
    pub(super) exact: Exact,
    /// The truths of a test.
    pub(super) test: u8,
}

impl Tally {
    /// Adds a member.
    pub(super) fn add(&mut self, kind: &FoldKind, addition: &Addition) {
        let certain = truths::is_certain(addition.member);
        if addition.member & ROUGH != 0 && !certain {
            self.flags |= UNSURE;
        }
        match kind {
            FoldKind::Count | FoldKind::Any => {
                self.low += i128::from(certain);
                self.high += 1;
            }
            FoldKind::Sum(_) => self.add_number(addition, certain),
            FoldKind::SumOf(_) | FoldKind::Average(_) | FoldKind::Extreme(..) => {
                self.add_exact(kind, addition, certain)
            }
            FoldKind::Share(_) | FoldKind::ShareTest(..) | FoldKind::All(_) => {
                if addition.test & ROUGH != 0 && !truths::is_decided(addition.test) {
                    self.flags |= UNSURE;
                }
                let class = truths::truths(addition.test) | if certain { 0 } else { UNCERTAIN };
                if let Some(count) = self.classes.get_mut(usize::from(class)) {
                    *count += 1;
                }
            }
        }
    }

    fn add_number(&mut self, addition: &Addition, certain: bool) {
        match addition.number {
            Numeric::Known(value) => {
                let value = i128::from(value);
                self.low += if certain { value } else { value.min(0) };
                self.high += if certain { value } else { value.max(0) };
            }
            Numeric::Missing => {
                self.flags |= NO_HIGH | if addition.signed { NO_LOW } else { 0 };
            }
            Numeric::Absent => {}
            Numeric::Range(..) | Numeric::Unjudged => self.flags |= UNSURE,
        }
    }

    fn add_exact(&mut self, kind: &FoldKind, addition: &Addition, certain: bool) {
        if addition.exact == Exact::Absent {
            return;
        }
        if !certain || !matches!(addition.exact, Exact::Known(_, 1..)) {
            self.flags |= UNSURE;
        }
        self.low += 1;
        self.exact = Some(match (self.exact, kind) {
            (None, _) => addition.exact,
            (Some(so_far), FoldKind::Extreme(_, least)) => so_far.extreme(addition.exact, *least),
            (Some(so_far), _) => so_far.plus(1, addition.exact),
        });
    }

    /// Adds what lies below a row further down.
    pub(super) fn carry(&mut self, kind: &FoldKind, below: &Tally) {
        self.low += below.low;
        self.high += below.high;
        self.flags |= below.flags;
        for (count, more) in self.classes.iter_mut().zip(below.classes) {
            *count += more;
        }
        self.exact = match (self.exact, below.exact, kind) {
            (Some(a), Some(b), FoldKind::Extreme(_, least)) => Some(a.extreme(b, *least)),
            (Some(a), Some(b), _) => Some(a.plus(1, b)),
            (a, b, _) => a.or(b),
        };
    }

    /// Marks that members lie in each other.
    pub(super) fn mark_unsure(&mut self) {
        self.flags |= UNSURE;
    }

    fn class(&self, class: u8) -> u32 {
        self.classes.get(usize::from(class)).copied().unwrap_or_default()
    }

    /// How many members there are for which a class satisfies a condition.
    fn count(&self, of: impl Fn(u8) -> bool) -> u32 {
        (1..8).filter(|class| of(*class)).map(|class| self.class(class)).sum()
    }
}

/// An aggregate for every row that it may be asked of.
pub(super) struct FoldResult {
    kind: FoldKind,
    holders: Arc<Vec<(EntityId, Holders)>>,
    levels: Arc<Vec<Vec<Tally>>>,
    /// For a focus of which entity, with the first of its rows.
    focus: (EntityId, usize),
    /// Rows with lists of members that are not complete; none: the table of the members was not given.
    unlisted: Option<Arc<HashSet<usize>>>,
    /// Whether what the table does not list may be negative.
    signed: bool,
    scale: u8,
}

/// What a fold came to, before it is asked by the rows of one entity.
#[derive(Clone)]
pub(super) struct Folded {
    /// By entity from the members' parents outward: the rows in which they lie.
    pub(super) holders: Arc<Vec<(EntityId, Holders)>>,
    /// For each of these entities the tallies of those rows.
    pub(super) levels: Arc<Vec<Vec<Tally>>>,
    pub(super) unlisted: Option<Arc<HashSet<usize>>>,
    pub(super) signed: bool,
    /// Of the column of a sum.
    pub(super) scale: u8,
}

impl FoldResult {
    /// The aggregate for the rows of an entity.
    pub(super) fn new(plan: &FoldPlan, folded: &Folded, focus: EntityId, first: usize) -> FoldResult {
        FoldResult {
            kind: plan.kind.clone(),
            holders: Arc::clone(&folded.holders),
            levels: Arc::clone(&folded.levels),
            focus: (focus, first),
            unlisted: folded.unlisted.clone(),
            signed: folded.signed,
            scale: folded.scale,
        }
    }

    fn tally(&self, row: usize) -> &Tally {
        let mut levels = self.holders.iter().zip(self.levels.iter());
        let level = levels.find(|((entity, _), _)| *entity == self.focus.0);
        level.and_then(|((_, holders), tallies)| tallies.get(holders.place(row)?)).unwrap_or(&NO_MEMBERS)
    }

    fn is_unlisted(&self, row: usize) -> bool {
        self.unlisted.as_ref().is_none_or(|rows| rows.contains(&(self.focus.1 + row)))
    }

    /// The decimals of its numbers.
    pub(super) fn scale(&self) -> u8 {
        self.scale
    }

    pub(super) fn numeric(&self, row: usize) -> Numeric {
        let tally = self.tally(row);
        if tally.flags & UNSURE != 0 || !matches!(self.kind, FoldKind::Count | FoldKind::Sum(_)) {
            return Numeric::Unjudged;
        }
        let unlisted = self.is_unlisted(row);
        let narrow = |value: i128| i64::try_from(value).ok();
        let (Some(low), Some(high)) = (narrow(tally.low), narrow(tally.high)) else { return Numeric::Unjudged };
        let low = (tally.flags & NO_LOW == 0 && !(unlisted && self.signed)).then_some(low);
        let high = (tally.flags & NO_HIGH == 0 && !unlisted).then_some(high);
        match (low, high) {
            (Some(low), Some(high)) if low == high => Numeric::Known(low),
            (low, high) => Numeric::Range(low, high),
        }
    }

    pub(super) fn exact(&self, row: usize) -> Exact {
        if let FoldKind::Count | FoldKind::Sum(_) = self.kind {
            return match self.numeric(row) {
                Numeric::Known(value) => Exact::Known(i128::from(value), 10i128.pow(u32::from(self.scale))),
                _ => Exact::Unjudged,
            };
        }
        let tally = self.tally(row);
        if tally.flags & UNSURE != 0 {
            return Exact::Unjudged;
        }
        if self.is_unlisted(row) {
            let nothing_listed = tally.exact.is_none() && tally.classes == [0; 8];
            return match self.kind {
                FoldKind::Average(_) | FoldKind::Extreme(..) if nothing_listed => Exact::Any { absent: true },
                _ => Exact::Unjudged,
            };
        }
        let count = |number: u32| Exact::Known(i128::from(number), 1);
        match &self.kind {
            FoldKind::SumOf(_) => tally.exact.unwrap_or(Exact::Known(0, 1)),
            FoldKind::Extreme(..) => tally.exact.unwrap_or(Exact::Absent),
            FoldKind::Average(_) => tally.exact.map_or(Exact::Absent, |sum| sum.over(Exact::Known(tally.low, 1))),
            FoldKind::Share(_) => {
                if tally.count(|class| !matches!(class, YES | NO | ABSENT)) > 0 {
                    return Exact::Unjudged;
                }
                count(tally.class(YES)).over(count(tally.class(YES) + tally.class(NO)))
            }
            _ => Exact::Unjudged,
        }
    }

    pub(super) fn truth(&self, row: usize) -> u8 {
        let tally = self.tally(row);
        if tally.flags & UNSURE != 0 {
            return UNJUDGED;
        }
        let unlisted = self.is_unlisted(row);
        match &self.kind {
            FoldKind::Any => {
                let yes = if tally.high > 0 || unlisted { YES } else { 0 };
                yes | if tally.low == 0 { NO } else { 0 }
            }
            FoldKind::All(_) => all(tally, unlisted),
            FoldKind::ShareTest(_, order, share) => share_test(tally, unlisted, *order, share),
            _ => UNJUDGED,
        }
    }

    pub(super) fn is_open(&self, row: usize) -> bool {
        match self.kind {
            FoldKind::Count | FoldKind::Sum(_) => !matches!(self.numeric(row), Numeric::Known(_)),
            FoldKind::Any | FoldKind::All(_) | FoldKind::ShareTest(..) => !truths::is_decided(self.truth(row)),
            _ => !matches!(self.exact(row), Exact::Known(..) | Exact::Absent),
        }
    }
}

/// `all`: of nothing not applicable; a member whose test is not applicable is not counted.
fn all(tally: &Tally, unlisted: bool) -> u8 {
    let must_fail = tally.class(NO) > 0;
    let may_fail = unlisted || tally.count(|class| class & NO != 0) > 0;
    let may_pass = unlisted || tally.count(|class| class & YES != 0) > 0;
    let all_may_be_passed_over = tally.count(|class| class & ABSENT == 0) == 0;
    let yes = if may_pass && !must_fail { YES } else { 0 };
    let no = if may_fail { NO } else { 0 };
    yes | no | if all_may_be_passed_over && !must_fail { ABSENT } else { 0 }
}

/// `share(SET with D) >= p`, decided on the sum over the members of what each adds to the part, less `p` of the whole.
fn share_test(tally: &Tally, unlisted: bool, order: Order, share: &Number) -> u8 {
    let open = tally.count(|class| !matches!(class, YES | NO | ABSENT)) > 0;
    let is_bound = !matches!(order, Order::Equal | Order::NotEqual);
    let Some((above, below)) = share.to_fraction().filter(|(above, below)| *above <= 1 << 60 && *below <= 1 << 60)
    else {
        return UNJUDGED;
    };
    if unlisted {
        let nothing_listed = tally.classes == [0; 8];
        let inner = above > 0 && above < below;
        return if nothing_listed && inner && is_bound { OPEN } else { UNJUDGED };
    }
    let surely_counted = tally.class(YES) + tally.class(NO) + tally.class(OPEN);
    if surely_counted == 0 {
        return if open { UNJUDGED } else { ABSENT };
    }
    if open && !(is_bound && above >= 0 && above <= below) {
        return UNJUDGED;
    }
    // What a member adds: `1 - p` where it passes, `-p` where it fails, nothing where it is not counted.
    let (passes, fails) = (below - above, -above);
    let (mut low, mut high) = (0i128, 0i128);
    for class in 1..8u8 {
        let adds = [(YES, passes), (NO, fails), (ABSENT, 0)];
        let possible = || adds.iter().filter(|(truth, _)| class & truth != 0).map(|(_, adds)| *adds);
        let count = i128::from(tally.class(class));
        low += count * possible().min().unwrap_or(0);
        high += count * possible().max().unwrap_or(0);
    }
    let yes = [low, high].iter().any(|sum| truths::holds(order, sum.cmp(&0)));
    let no = [low, high].iter().any(|sum| !truths::holds(order, sum.cmp(&0)));
    truths::set_of(yes, no)
}
