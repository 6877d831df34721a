//! What numbers count: products of units, rates, shares and ratios, and which of them agree. It knows no names, only
//! the ids of units and entities; words for a mismatch are in `report`.

use std::collections::BTreeMap;

use super::{EntityId, Measure, UnitId};
use crate::number::Number;

/// Something that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// `persons`
    Unit(UnitId),
    /// Rows of an entity.
    Entity(EntityId),
    /// Days between dates.
    Days,
    /// Working days between dates.
    WorkingDays,
    /// Years of age.
    Years,
}

/// A product of powers of what is counted; empty for a plain number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dimension(BTreeMap<Counted, i8>);

impl Dimension {
    /// One counted thing.
    pub(super) fn of(counted: Counted) -> Dimension {
        let mut powers = BTreeMap::new();
        powers.insert(counted, 1);
        Dimension(powers)
    }

    /// Whether this is a plain number.
    pub(super) fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    /// The one thing counted, where it is one.
    pub(super) fn counted(&self) -> Option<Counted> {
        let mut powers = self.0.iter();
        match (powers.next(), powers.next()) {
            (Some((counted, 1)), None) => Some(*counted),
            _ => None,
        }
    }

    /// Each counted thing with its power.
    pub(super) fn powers(&self) -> impl Iterator<Item = (Counted, i8)> + '_ {
        self.0.iter().map(|(counted, power)| (*counted, *power))
    }

    /// The dimension of a product (`sign` 1) or a quotient (`sign` -1). Powers beyond an `i8` stay at its bound: no
    /// text of a legal size that means anything comes near it.
    pub(super) fn times(&self, other: &Dimension, sign: i8) -> Dimension {
        let mut powers = self.0.clone();
        for (counted, power) in &other.0 {
            let sum = powers.get(counted).copied().unwrap_or(0).saturating_add(power.saturating_mul(sign));
            powers.insert(*counted, sum);
        }
        powers.retain(|_, power| *power != 0);
        Dimension(powers)
    }

    /// The measure of a number of this dimension.
    pub(super) fn measure(&self, open: bool) -> Measure {
        match self.counted() {
            Some(Counted::Unit(unit)) => Measure::Unit(unit),
            Some(Counted::Entity(entity)) => Measure::Entity(entity),
            Some(Counted::Days) => Measure::Days,
            Some(Counted::WorkingDays) => Measure::WorkingDays,
            Some(Counted::Years) => Measure::Years,
            None if open && self.is_plain() => Measure::Open,
            None => Measure::Plain,
        }
    }
}

/// What a number is, beside its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Made of plain literals only: takes the unit of the other side.
    Bare,
    /// `85%`, or `share(…)` of an entity's rows.
    Share(Option<EntityId>),
    /// A quantity.
    Of(Dimension),
    /// `a per 1000 b`
    Rate {
        /// What is counted.
        numerator: Dimension,
        /// What it is counted for.
        base: Dimension,
        /// The scale.
        scale: Number,
    },
    /// `a : b`; a side that is a literal has no dimension.
    Ratio(Option<Dimension>, Option<Dimension>),
}

impl Kind {
    /// A quantity of one counted thing.
    pub(super) fn counting(counted: Counted) -> Kind {
        Kind::Of(Dimension::of(counted))
    }

    /// A plain number that is no literal.
    pub(super) fn plain() -> Kind {
        Kind::Of(Dimension::default())
    }

    /// What the numerator counts: the unit of a shortfall.
    pub(super) fn numerator(&self, open: bool) -> Measure {
        match self {
            Kind::Bare | Kind::Share(None) | Kind::Ratio(None, _) => Measure::Plain,
            Kind::Share(Some(entity)) => Measure::Entity(*entity),
            Kind::Of(dimension) | Kind::Rate { numerator: dimension, .. } | Kind::Ratio(Some(dimension), _) => {
                dimension.measure(open)
            }
        }
    }

    /// What the number itself is measured in.
    pub(super) fn measure(&self, open: bool) -> Measure {
        match self {
            Kind::Of(dimension) => dimension.measure(open),
            _ => Measure::Plain,
        }
    }

    /// The kind of two numbers that are added or compared, or of two branches; none where they do not agree.
    pub(super) fn with(&self, other: &Kind) -> Option<Kind> {
        match (self, other) {
            (Kind::Bare, Kind::Bare) => Some(Kind::Bare),
            (Kind::Bare, kind @ (Kind::Of(_) | Kind::Rate { .. }))
            | (kind @ (Kind::Of(_) | Kind::Rate { .. }), Kind::Bare) => Some(kind.clone()),
            (Kind::Share(a), Kind::Share(b)) => Some(Kind::Share(a.or(*b))),
            // A percent literal is also a plain number, of which a quotient such as `sum(a) / sum(b)` may be.
            (Kind::Share(None), Kind::Of(plain)) | (Kind::Of(plain), Kind::Share(None)) if plain.is_plain() => {
                Some(Kind::plain())
            }
            (Kind::Of(_), Kind::Of(_)) | (Kind::Rate { .. }, Kind::Rate { .. }) => {
                (self == other).then(|| self.clone())
            }
            (Kind::Ratio(a, b), Kind::Ratio(c, d)) => Some(Kind::Ratio(side_with(a, c)?, side_with(b, d)?)),
            _ => None,
        }
    }
}

fn side_with(left: &Option<Dimension>, right: &Option<Dimension>) -> Option<Option<Dimension>> {
    match (left, right) {
        (Some(a), Some(b)) => (a == b).then(|| left.clone()),
        (None, side) | (side, None) => Some(side.clone()),
    }
}
