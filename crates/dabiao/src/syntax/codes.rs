//! The codes of the faults that `syntax` finds, each with a source that shows it. Tests and the documents use the table;
//! the words are in `report`.

/// A code and the least source that earns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable code.
    pub code: &'static str,
    /// What it is for, in a line.
    pub meaning: &'static str,
    /// A source that earns it; none where only a limit or a defect of the library does.
    pub example: Option<&'static str>,
}

macro_rules! codes {
    ($($code:literal $meaning:literal $example:expr;)+) => {
        /// All codes of the syntax.
        pub const CODES: &[Code] = &[$(Code { code: $code, meaning: $meaning, example: $example }),+];
    };
}

codes! {
    "E0100" "the grammar and the tree disagree: a defect of the library" None;
    "E0101" "something else was expected" Some("beds >= by 2025");
    "E0102" "the source is larger than the limit" None;
    "E0103" "brackets are nested beyond the limit" None;
    "E0104" "a character that means nothing here" Some("beds >= 5 @");
    "E0105" "a control that reorders text, outside a quoted text" Some("beds \u{202E}>= 5");
    "E0106" "a quoted text is not closed on its line" Some("kind = \"general");
    "E0107" "a name in backquotes is not closed on its line" Some("`beds >= 5");
    "E0108" "a bracket is never closed" Some("(beds >= 5");
    "E0109" "a bracket closes nothing" Some("beds) >= 5");
    "E0110" "an escape that texts do not know" Some("name = \"a\\q\"");
    "E0111" "a number with separators of thousands" Some("beds >= 2,372");
    "E0112" "a number with an exponent" Some("beds >= 1e5");
    "E0113" "a subtraction without blanks" Some("beds >= 1000-100");
    "E0114" "a number that touches letters" Some("beds >= 20beds");
    "E0115" "a date that the calendar does not have" Some("opened_on before 2021-13");
    "E0116" "a number with too many digits" Some("beds >= 12345678901234567890123456789012345678901");
    "E0117" "a sign of another language" Some("beds == 5");
    "E0118" "a word that opens no clause" Some("rule r { targt beds >= 5 }");
    "E0119" "`or more` beside a comparison" Some("beds >= 20 or more");
    "E0120" "a keyword used as a name" Some("let base = 5");
    "E0121" "a line without its force" Some("rule r { for each county any(ward) by 2025 }");
    "E0122" "a force before `not`" Some("shall not closed");
    "E0123" "a chain of comparisons" Some("1 <= beds <= 2");
    "E0124" "`and` mixed with `or`" Some("a and b or c");
    "E0125" "a sign beside `per` without parentheses" Some("doctors + nurses per 1000 >= 5");
    "E0126" "a sign beside the `:` of a ratio without parentheses" Some("doctors + nurses : beds >= 1:5");
    "E0127" "`at` after a rate without parentheses" Some("doctors per 1000 population at 2021 >= 5");
    "E0128" "an `if` inside something, without parentheses" Some("if a then if b then c");
    "E0129" "a ratio to nothing" Some("doctors : beds >= 1:0");
    "E0130" "a call that does not touch its parenthesis" Some("count (hospital) >= 1");
    "E0131" "an unknown function" Some("cuont(hospital) >= 1");
    "E0132" "a wrong number of arguments" Some("days(opened_on) >= 5");
    "E0133" "an aggregate of values without `over`" Some("sum(beds) >= 5");
    "E0134" "a share or `all` without `with`" Some("share(hospital where public) >= 85%");
    "E0135" "a part that this function does not take" Some("count(beds over hospital) >= 1");
    "E0136" "`of` without a percentage" Some("beds of hospital >= 5");
    "E0137" "Chinese words that are not separated" Some("人口 30人以下");
    "E0138" "a clause where it may not stand" Some("rule r { unit beds }");
    "E0140" "a source that says nothing" Some("# only a comment");
    "E0141" "more faults than are shown" None;
    "E0142" "an aggregate that ranges over no set" Some("count(5) >= 1");
    "E0143" "a rate for each zero" Some("doctors per 0 >= 5");
}
