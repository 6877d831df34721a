//! The parts of what a missing number can be, between the values where comparisons turn on it: what a case split chooses from.

use std::cmp::Ordering;

/// A fraction with a denominator above zero, ordered by its value. It need not be in lowest terms.
#[derive(Clone, Copy)]
pub(super) struct Fraction(pub(super) i128, pub(super) i128);

impl Fraction {
    /// None where a later product could leave 128 bits.
    pub(super) fn new(above: i128, below: i128) -> Option<Fraction> {
        const MOST: u128 = 1 << 62;
        let fits = |above: i128, below: i128| above.unsigned_abs() < MOST && below.unsigned_abs() < MOST;
        let (above, below) = if below < 0 { (above.checked_neg()?, below.checked_neg()?) } else { (above, below) };
        if fits(above, below) {
            return (below != 0).then_some(Fraction(above, below));
        }
        let by = num_integer::gcd(above, below);
        let (above, below) = (above.checked_div(by)?, below.checked_div(by)?);
        fits(above, below).then_some(Fraction(above, below))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

/// What a missing number can be, in stored units.
pub(super) struct Domain {
    pub(super) signed: bool,
    pub(super) whole: bool,
    /// What is stored for one.
    pub(super) unit: i128,
}

impl Domain {
    /// A part, where it holds a number: part `2i + 1` is the turning point `i`, part `2i` what lies before it and after the
    /// one before.
    pub(super) fn part(&self, points: &[Fraction], part: usize) -> Option<Part> {
        let edge = |at: &Fraction, open: bool| Edge { at: *at, open };
        if part % 2 == 1 {
            let at = points.get(part / 2)?;
            let within = self.signed || at.0 >= 0;
            let fits = within && (!self.whole || floor(at.0, at.1 * self.unit).1);
            return fits.then_some(Part { low: Some(edge(at, false)), high: Some(edge(at, false)) });
        }
        // An open interval, whose lower end may be that of the domain.
        let after = (part / 2).checked_sub(1).and_then(|at| points.get(at));
        let low = match after {
            Some(low) if self.signed || low.0 >= 0 => Some(edge(low, true)),
            _ if self.signed => None,
            _ => Some(edge(&Fraction(0, 1), false)),
        };
        let high = points.get(part / 2).map(|high| edge(high, true));
        let (low, high) =
            if self.whole { (low.map(|it| self.up(it)), high.map(|it| self.down(it))) } else { (low, high) };
        let empty = matches!((low, high), (Some(low), Some(high))
            if low.at > high.at || low.at == high.at && (low.open || high.open));
        (!empty).then_some(Part { low, high })
    }

    /// The least whole number from an edge on.
    fn up(&self, edge: Edge) -> Edge {
        let (floor, is_whole) = floor(edge.at.0, edge.at.1 * self.unit);
        let whole = if is_whole && !edge.open { floor } else { floor + 1 };
        Edge { at: Fraction(whole * self.unit, 1), open: false }
    }

    /// The greatest whole number up to an edge.
    fn down(&self, edge: Edge) -> Edge {
        let (floor, is_whole) = floor(edge.at.0, edge.at.1 * self.unit);
        let whole = if is_whole && edge.open { floor - 1 } else { floor };
        Edge { at: Fraction(whole * self.unit, 1), open: false }
    }
}

/// The greatest whole number up to a fraction with a denominator above zero, and whether it is the fraction. Most fit 64 bits,
/// in which a division takes a tenth of the time.
fn floor(above: i128, below: i128) -> (i128, bool) {
    match (i64::try_from(above), i64::try_from(below)) {
        (Ok(above), Ok(below)) => (i128::from(above.div_euclid(below)), above.rem_euclid(below) == 0),
        _ => (above.div_euclid(below), above.rem_euclid(below) == 0),
    }
}

/// One end of a part, in stored units, and whether it is itself excluded.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) at: Fraction,
    pub(super) open: bool,
}

/// A part of what a number can be; none: no end.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) low: Option<Edge>,
    pub(super) high: Option<Edge>,
}

impl Part {
    pub(super) fn is_zero(&self) -> bool {
        matches!((self.low, self.high), (Some(low), Some(high)) if low.at.0 == 0 && high.at.0 == 0)
    }
}
