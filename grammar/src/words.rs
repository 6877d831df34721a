//! The words of the language: for each meaning its English and its Chinese spelling, the first of a kind being the
//! canonical one. The grammar, the scan, the formatter and the words of errors all agree with these tables; tests prove it.

use crate::Rule;

/// A keyword of the language, in all its spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyword {
    /// What it means.
    pub meaning: Meaning,
    /// Its grammar rule.
    pub rule: Rule,
    /// The English spelling; two words are separated by one blank.
    pub english: &'static str,
    /// The Chinese spellings, the canonical one first.
    pub chinese: &'static [&'static str],
    /// Whether it is never a name; the others are keywords only in their place.
    pub reserved: bool,
}

macro_rules! keywords {
    ($($meaning:ident $rule:ident $kind:ident $english:literal [$($chinese:literal),+];)+) => {
        /// What a keyword means, whichever way it is spelled.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Meaning {
            $(#[doc = concat!("`", $english, "`")] $meaning,)+
        }
        /// All keywords.
        pub const KEYWORDS: &[Keyword] = &[$(Keyword {
            meaning: Meaning::$meaning,
            rule: Rule::$rule,
            english: $english,
            chinese: &[$($chinese),+],
            reserved: is_kind(stringify!($kind)),
        }),+];

        impl Meaning {
            /// The canonical English spelling.
            pub fn english(self) -> &'static str {
                match self { $(Meaning::$meaning => $english,)+ }
            }

            /// The canonical Chinese spelling.
            pub fn chinese(self) -> &'static str {
                match self { $(Meaning::$meaning => first(&[$($chinese),+]),)+ }
            }

            /// The meaning of a word or pair of words in either language, blanks and all as in the table.
            /// `then` means both the next stage of a ladder and the branch of an `if`; the first is given.
            #[allow(unreachable_patterns, reason = "`then` has two meanings in English")]
            pub fn of(word: &str) -> Option<Meaning> {
                match word {
                    $($english $(| $chinese)+ => Some(Meaning::$meaning),)+
                    _ => None,
                }
            }
        }
    };
}

keywords! {
    Policy kw_policy reserved "policy" ["政策"];
    Rule kw_rule reserved "rule" ["规则"];
    Vocabulary kw_vocabulary reserved "vocabulary" ["词汇"];
    Use kw_use reserved "use" ["使用"];
    Unit kw_unit reserved "unit" ["单位"];
    Body kw_body reserved "body" ["主体"];
    Entity kw_entity reserved "entity" ["实体"];
    Let kw_let reserved "let" ["令"];
    Base kw_base reserved "base" ["基数"];
    Reading kw_reading reserved "reading" ["读法"];
    NotEncoded kw_not_encoded reserved "not encoded" ["未编码"];
    Whole kw_whole contextual "whole" ["整数"];
    ForEach kw_for_each reserved "for each" ["每个", "每一", "各"];
    Expect kw_expect reserved "expect" ["应有"];
    Must kw_must reserved "must" ["必须"];
    MustNot kw_must_not reserved "must not" ["不得", "禁止"];
    Shall kw_shall reserved "shall" ["应当", "应", "要", "须"];
    Target kw_target reserved "target" ["目标"];
    Should kw_should reserved "should" ["应该", "宜"];
    Strive kw_strive reserved "strive" ["力争"];
    Promote kw_promote reserved "promote" ["推动"];
    Explore kw_explore reserved "explore" ["探索"];
    Support kw_support reserved "support" ["支持"];
    Encourage kw_encourage reserved "encourage" ["鼓励"];
    InPrinciple kw_in_principle reserved "in principle" ["原则上"];
    Eligible kw_eligible reserved "eligible" ["有资格"];
    When kw_when reserved "when" ["当"];
    Show kw_show reserved "show" ["显示"];
    Attest kw_attest reserved "attest" ["佐证"];
    ExceptWhen kw_except_when reserved "except when" ["除非"];
    ThenStage kw_then_stage reserved "then" ["然后", "再"];
    By kw_by reserved "by" ["到", "截至"];
    Cite kw_cite reserved "cite" ["依据"];
    Responsible kw_responsible reserved "responsible" ["责任单位"];
    Note kw_note reserved "note" ["备注", "说明"];
    Implements kw_implements reserved "implements" ["落实"];
    Repeats kw_repeats reserved "repeats" ["重申"];
    Tightens kw_tightens reserved "tightens" ["收紧"];
    Extends kw_extends reserved "extends" ["扩展"];
    Relaxes kw_relaxes reserved "relaxes" ["放宽"];
    Conflicts kw_conflicts reserved "conflicts" ["冲突"];
    In kw_in reserved "in" ["属于"];
    From kw_from reserved "from" ["自"];
    Until kw_until reserved "until" ["直至"];
    Since kw_since reserved "since" ["自从"];
    Before kw_before reserved "before" ["早于"];
    After kw_after reserved "after" ["晚于"];
    At kw_at reserved "at" ["于"];
    Per kw_per reserved "per" ["每"];
    Of kw_of reserved "of" ["的"];
    Over kw_over reserved "over" ["取自"];
    Where kw_where reserved "where" ["其中"];
    With kw_with reserved "with" ["具有"];
    And kw_and reserved "and" ["且", "并且"];
    Or kw_or reserved "or" ["或", "或者"];
    Not kw_not reserved "not" ["非", "并非"];
    Is kw_is reserved "is" ["为"];
    IsNot kw_is_not reserved "is not" ["不为"];
    AtLeast kw_at_least reserved "at least" ["不低于", "不少于", "至少", "达到"];
    MoreThan kw_more_than reserved "more than" ["超过", "高于"];
    AtMost kw_at_most reserved "at most" ["不超过", "不高于"];
    LessThan kw_less_than reserved "less than" ["低于", "不满", "少于"];
    OrMore kw_or_more reserved "or more" ["以上"];
    OrLess kw_or_less reserved "or less" ["以下", "以内"];
    Includes kw_includes reserved "includes" ["包括", "包含"];
    AnyOf kw_any_of reserved "any of" ["任一"];
    Between kw_between reserved "between" ["介于"];
    None kw_none reserved "none" ["无"];
    If kw_if reserved "if" ["如果"];
    Then kw_then reserved "then" ["则"];
    Else kw_else reserved "else" ["否则"];
    Case kw_case reserved "case" ["分档"];
    To kw_to reserved "to" ["至"];
    Otherwise kw_otherwise reserved "otherwise" ["其余"];
    OneOf kw_one_of contextual "one of" ["枚举"];
    Ordered kw_ordered contextual "ordered" ["有序"];
    SetOf kw_set_of contextual "set of" ["多选"];
}

const fn is_kind(kind: &str) -> bool {
    matches!(kind.as_bytes(), b"reserved")
}

const fn first(spellings: &[&'static str]) -> &'static str {
    match spellings {
        [first, ..] => first,
        [] => "",
    }
}

/// A word that is no keyword but has a meaning in its place, in English and in Chinese, the canonical spelling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The English spellings; the first is the one that the tree holds.
    pub english: &'static [&'static str],
    /// The Chinese spellings.
    pub chinese: &'static [&'static str],
}

const fn word(english: &'static [&'static str], chinese: &'static [&'static str]) -> Word {
    Word { english, chinese }
}

/// The names of functions and aggregates.
pub const FUNCTIONS: &[Word] = &[
    word(&["min"], &["最小"]),
    word(&["max"], &["最大"]),
    word(&["floor"], &["向下取整"]),
    word(&["ceil"], &["向上取整"]),
    word(&["age"], &["年龄"]),
    word(&["days"], &["天数"]),
    word(&["working_days"], &["工作日数"]),
    word(&["month_end"], &["月末"]),
    word(&["year_end"], &["年末"]),
    word(&["count"], &["计数"]),
    word(&["sum"], &["合计"]),
    word(&["average"], &["平均"]),
    word(&["share"], &["占比"]),
    word(&["any"], &["存在"]),
    word(&["all"], &["全部"]),
];

/// The built-in types.
pub const TYPES: &[Word] =
    &[word(&["number"], &["数值"]), word(&["flag"], &["是否"]), word(&["date"], &["日期"]), word(&["text"], &["文本"])];

/// The units of spans of time.
pub const SPAN_UNITS: &[Word] = &[
    word(&["days", "day"], &["天", "日"]),
    word(&["months", "month"], &["个月"]),
    word(&["years", "year"], &["周年", "年"]),
    word(&["working days", "working day"], &["个工作日", "工作日"]),
];

/// Words that are never names although they are no keyword by themselves.
pub const RESERVED_PARTS: &[&str] = &["encoded", "principle", "more", "less", "for", "except"];

/// The powers of ten in words, with their exponents.
pub const SCALES: &[(&str, i32)] = &[
    ("hundred", 2),
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("百", 2),
    ("千", 3),
    ("万", 4),
    ("十万", 5),
    ("百万", 6),
    ("千万", 7),
    ("亿", 8),
    ("十亿", 9),
    ("百亿", 10),
    ("千亿", 11),
    ("万亿", 12),
    ("百万亿", 14),
    ("千万亿", 15),
];

/// The canonical English spelling of a word of a table, given in any spelling.
pub fn canonical(table: &[Word], spelling: &str) -> Option<&'static str> {
    let known = table.iter().find(|word| word.english.contains(&spelling) || word.chinese.contains(&spelling))?;
    known.english.first().copied()
}

/// The canonical Chinese spelling of a word of a table, given in its canonical English one.
pub fn in_chinese(table: &[Word], english: &str) -> Option<&'static str> {
    let known = table.iter().find(|word| word.english.first() == Some(&english))?;
    known.chinese.first().copied()
}

/// Whether a word can be a name only in backquotes.
pub fn is_reserved(word: &str) -> bool {
    let keyword =
        KEYWORDS.iter().any(|keyword| keyword.reserved && (keyword.english == word || keyword.chinese.contains(&word)));
    let scale = word.strip_prefix('每').is_some_and(|rest| SCALES.iter().any(|(scale, _)| *scale == rest));
    keyword || scale || RESERVED_PARTS.contains(&word)
}
