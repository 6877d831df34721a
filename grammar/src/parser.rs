//! The parser that pest derives from `dabiao.pest`.
#![allow(missing_docs, reason = "pest derives a variant without a comment for the end of input")]

use pest_derive::Parser;

/// Parses the grammar of `dabiao.pest`.
#[derive(Parser)]
#[grammar = "../dabiao.pest"]
pub struct DabiaoParser;
