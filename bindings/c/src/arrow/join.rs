//! The columns of batches -> the columns of one table. Those of a single batch stay as they are; several are copied, each
//! value once.

use dabiao::facts::{Bits, Buffer, Values};

/// Puts batches, each with its number of rows, one below the other.
pub(super) fn join(batches: Vec<(Vec<Values>, usize)>) -> Vec<Values> {
    let join = |(above, rows): (Vec<Values>, usize), (below, more): (Vec<Values>, usize)| match (rows, more) {
        (0, _) => (below, more),
        (_, 0) => (above, rows),
        _ => {
            (above.into_iter().zip(below).map(|(above, below)| stack(above, below, rows, more)).collect(), rows + more)
        }
    };
    batches.into_iter().reduce(join).map(|(columns, _)| columns).unwrap_or_default()
}

/// Two columns of one name; cell by cell where they are of different forms.
fn stack(above: Values, below: Values, rows: usize, more: usize) -> Values {
    let known = |above, below| bits(above, below, rows, more);
    match (above, below) {
        (Values::Integers(a, x), Values::Integers(b, y)) => Values::Integers(all(a, &b), known(x, y)),
        (Values::Decimals(a, scale, x), Values::Decimals(b, same, y)) if scale == same => {
            Values::Decimals(all(a, &b), scale, known(x, y))
        }
        (Values::Floats(a), Values::Floats(b)) => Values::Floats(all(a, &b)),
        (Values::Flags(a, x), Values::Flags(b, y)) => Values::Flags(all(a, &b), known(x, y)),
        (Values::Dates(a, x), Values::Dates(b, y)) => Values::Dates(all(a, &b), known(x, y)),
        (Values::Texts(a, bytes, x), Values::Texts(b, others, y)) => {
            // The last text of a column ends where its bytes do.
            let (begin, end) = (b.first().copied().unwrap_or_default(), a.last().copied().unwrap_or_default());
            let mut bytes = owned(bytes);
            bytes.extend_from_slice(others.get(usize::try_from(begin).unwrap_or_default()..).unwrap_or_default());
            let mut offsets = owned(a);
            offsets.extend(b.iter().skip(1).map(|offset| offset - begin + end));
            Values::Texts(offsets.into(), bytes.into(), known(x, y))
        }
        (Values::Dictionary(a, texts, x), Values::Dictionary(b, others, y)) if texts == others => {
            Values::Dictionary(all(a, &b), texts, known(x, y))
        }
        (Values::Cells(mut cells), below) => {
            cells.extend(below.cells());
            Values::Cells(cells)
        }
        (above, below) => Values::Cells(above.cells().chain(below.cells()).collect()),
    }
}

fn owned<T: Clone>(values: Buffer<T>) -> Vec<T> {
    match values {
        Buffer::Owned(values) => values,
        Buffer::Shared(values) => (*values).as_ref().to_vec(),
    }
}

fn all<T: Clone>(above: Buffer<T>, below: &[T]) -> Buffer<T> {
    let mut all = owned(above);
    all.extend_from_slice(below);
    all.into()
}

fn bits(above: Option<Bits>, below: Option<Bits>, rows: usize, more: usize) -> Option<Bits> {
    if above.is_none() && below.is_none() {
        return None;
    }
    let mut bits = above.unwrap_or_else(|| Bits::of(rows));
    let known = |at: &usize| below.as_ref().is_none_or(|below| below.get(*at));
    (0..more).filter(known).for_each(|at| bits.set(rows + at));
    Some(bits)
}
