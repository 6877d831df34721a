//! `Program` + `Facts` -> `Verdicts`. The reference evaluator is the meaning of the language: exact, row by row,
//! written to be read beside `docs/language.md`.

pub mod verdict;
