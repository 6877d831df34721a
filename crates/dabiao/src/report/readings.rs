//! Verdicts under several readings -> which of them hang on the reading.

use std::collections::BTreeMap;

use crate::evaluate::verdict::{Verdict, Verdicts};
use crate::program::ReadingId;

/// The verdict under one reading; none where the subject is not judged under it.
pub type Under = (Option<ReadingId>, Option<Verdict>);

/// A rule and subject whose verdict is not the same under all readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent<'a> {
    /// The rule, by its position in the program.
    pub rule: usize,
    /// The subject's id.
    pub subject: &'a str,
    /// The verdict under each reading, in the order given; none where the subject is not judged under it.
    pub verdicts: Vec<Under>,
}

/// The rules and subjects whose verdicts differ between the readings, by rule and then by id.
pub fn dependent(all: &[Verdicts]) -> Vec<Dependent<'_>> {
    let mut found: BTreeMap<(usize, &str), Vec<Under>> = BTreeMap::new();
    let nowhere: Vec<_> = all.iter().map(|one| (one.reading, None)).collect();
    for (at, one) in all.iter().enumerate() {
        for subject in &one.subjects {
            let verdicts = found.entry((subject.rule, &subject.subject)).or_insert_with(|| nowhere.clone());
            if let Some(entry) = verdicts.get_mut(at) {
                entry.1 = subject.verdict;
            }
        }
    }
    let differs = |verdicts: &[(_, Option<Verdict>)]| {
        verdicts.windows(2).any(|two| match two {
            [a, b] => a.1 != b.1,
            _ => false,
        })
    };
    let listed = found.into_iter().filter(|(_, verdicts)| differs(verdicts));
    listed.map(|((rule, subject), verdicts)| Dependent { rule, subject, verdicts }).collect()
}
