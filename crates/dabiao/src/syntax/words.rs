//! The words of the language in both spellings: the tables of the grammar, without its rules.

pub use dabiao_grammar::expected::{NOTIONS, Notion};
pub use dabiao_grammar::words::{
    FUNCTIONS, KEYWORDS, Meaning, RESERVED_PARTS, SCALES, SPAN_UNITS, TYPES, Word, canonical, in_chinese, is_reserved,
};
