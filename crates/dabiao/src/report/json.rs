//! Verdicts -> canonical JSON, the public format of `docs/json.md`: sorted keys, every key always there, exact numbers
//! as strings, dates as ISO strings, the same bytes on every machine. No words for people stand in it.

mod faults;
mod verdicts;
mod write;

pub use self::faults::{Checked, diagnostics, faults};
pub use self::verdicts::{readings, verdicts};
