//! The same hospital job in every host, with the same words.

use libtest_mimic::Trial;

use crate::library::Library;

/// Each host.
pub(crate) fn trials(_library: &Library) -> Vec<Trial> {
    Vec::new()
}
