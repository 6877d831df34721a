//! A fact that is not known.

use crate::date::Date;
use crate::facts::RowId;
use crate::program::{AttributeId, InputId};

/// What is unknown, as one thing wherever it is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unknown {
    /// A cell of one observation of a row; without an observation, the cell on that day.
    Cell(RowId, AttributeId, Result<usize, Date>),
    /// An input that the host did not supply.
    Input(InputId),
}
