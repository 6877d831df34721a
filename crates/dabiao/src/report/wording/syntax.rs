//! The words for the codes of the parser, and for the things that it says were expected.

use super::Wording;
use crate::language::Language;
use crate::report::labels::pick;
use crate::syntax::words::{self, Meaning};

/// Every code of the parser.
pub(super) const WORDINGS: &[Wording] = &[
    Wording::new("E0100", "dabiao cannot make sense of its own grammar here", "dabiao 无法理解自己的语法")
        .hint("this is a defect of dabiao; please report it with this text", "这是 dabiao 的缺陷，请附上这段文字报告"),
    Wording::new("E0101", "expected {1*}[[, found `{0}`]]", "此处应为{1*}[[，却是 `{0}`]]"),
    Wording::new("E0102", "the source has {0} bytes, more than the limit of {1}", "源文件有 {0} 字节，超过上限 {1}"),
    Wording::new("E0103", "brackets are nested deeper than {0}", "括号嵌套超过 {0} 层")
        .hint("give the inner part a name with `let`", "可用 `令` 给内层部分命名"),
    Wording::new("E0104", "`{0}` means nothing here", "`{0}` 在此处没有意义"),
    Wording::new(
        "E0105",
        "the control character {0} reorders the text around it",
        "控制字符 {0} 会打乱周围文字的显示顺序",
    )
    .hint("such characters may stand only in quoted texts", "此类字符只能出现在引号中的文本里"),
    Wording::new("E0106", "this text is not closed on its line", "这段文本在本行内没有结束")
        .hint("end it with `{0}`", "用 `{0}` 结束"),
    Wording::new("E0107", "this name in backquotes is not closed on its line", "反引号中的名称在本行内没有结束")
        .hint("end it with a backquote", "用反引号结束"),
    Wording::new("E0108", "this `{0}` is never closed", "这个 `{0}` 没有闭合"),
    Wording::new("E0109", "this `{0}` closes nothing", "这个 `{0}` 没有对应的开括号"),
    Wording::new("E0110", "texts know no escape `{0}`", "文本中没有转义 `{0}`")
        .hint("they know `\\\"`, `\\\\`, `\\n` and `\\t`", "可用的转义有 `\\\"`、`\\\\`、`\\n` 和 `\\t`"),
    Wording::new("E0111", "`{0}` has separators of thousands", "`{0}` 带有千位分隔符").hint(
        "write the digits together or with `_`; put a blank behind the comma of a list",
        "数字连写，或用 `_` 分隔；列表中的逗号后加空格",
    ),
    Wording::new("E0112", "`{0}` has an exponent", "`{0}` 带有指数")
        .hint("write the number out, or with a scale such as `3 million`", "写出完整数字，或用 `300万` 这样的单位"),
    Wording::new("E0113", "`{0}` is neither a name nor a subtraction", "`{0}` 既不是名称，也不是减法").hint(
        "a subtraction has blanks around its `-`; a name with a hyphen stands in backquotes",
        "减号两侧要有空格；带连字符的名称要放在反引号中",
    ),
    Wording::new("E0114", "the number in `{0}` touches a word", "`{0}` 中的数字与单词相连")
        .hint("put a blank between them", "两者之间加空格"),
    Wording::new("E0115", "`{0}` is no date of the calendar", "`{0}` 不是日历上的日期").hint(
        "dates are written `2021-10-31`, `2021-10` or `2021年10月31日`",
        "日期写作 `2021-10-31`、`2021-10` 或 `2021年10月31日`",
    ),
    Wording::new("E0116", "this number has more than {0} digits", "这个数字超过 {0} 位"),
    Wording::new("E0117", "`{0}` is no sign of this language", "`{0}` 不是本语言的符号"),
    Wording::new("E0118", "no clause begins with `{0}`", "没有以 `{0}` 开头的条款").hint(
        "a clause begins with a word such as `rule`, `target`, `shall`, `cite` or `let`",
        "条款以 `规则`、`目标`、`应当`、`依据`、`令` 等词开头",
    ),
    Wording::new("E0119", "`{0}` stands beside another comparison", "`{0}` 前面已经有比较")
        .hint("write `x >= 20` or `x 20 or more`", "写作 `x 不低于 20` 或 `x 20 以上`"),
    Wording::new("E0120", "`{0}` is a keyword, not a name", "`{0}` 是关键词，不能作名称")
        .hint("a name that is a keyword stands in backquotes", "与关键词相同的名称要放在反引号中"),
    Wording::new("E0121", "this line does not say how strongly it binds", "这一行没有写明效力").hint(
        "begin it with `must`, `shall`, `target`, `should` or another force; only a file that is one requirement may \
         omit it",
        "以 `必须`、`应当`、`目标`、`应该` 等词开头；只有整个文件就是一条要求时才可省略",
    ),
    Wording::new("E0122", "`{0} not` can be read in two ways", "`{0}` 之后的否定有两种读法").hint(
        "write `must not …` to deny the whole condition, or put `(not …)` in parentheses",
        "用 `不得 …` 否定整个条件，或把 `(非 …)` 放在括号中",
    ),
    Wording::new("E0123", "comparisons do not form chains", "比较不能连写")
        .hint("write `x between 1 and 2`", "写作 `x 介于 1 与 2`"),
    Wording::new("E0124", "`and` and `or` stand together without parentheses", "`且` 与 `或` 混用而没有括号")
        .hint("put one of them in parentheses", "给其中之一加上括号"),
    Wording::new("E0125", "a rate stands beside another sign without parentheses", "比率与其他运算混用而没有括号")
        .hint("write `(a + b) per 1000` or `a + (b per 1000)`", "写作 `(a + b) 每 1000` 或 `a + (b 每 1000)`"),
    Wording::new("E0126", "a ratio stands beside another sign without parentheses", "比例与其他运算混用而没有括号")
        .hint("write `(a + b) : c` or `a + (b : c)`", "写作 `(a + b) : c` 或 `a + (b : c)`"),
    Wording::new("E0127", "`at` after a rate can be read in two ways", "比率之后的 `于` 有两种读法").hint(
        "write `(a per 1000 b) at …` or `a per 1000 (b at …)`",
        "写作 `(a 每 1000 b) 于 …` 或 `a 每 1000 (b 于 …)`",
    ),
    Wording::new("E0128", "an `if` inside something else needs parentheses", "嵌在别处的 `如果` 需要括号")
        .hint("write `(if a then b else c)`", "写作 `(如果 a 则 b 否则 c)`"),
    Wording::new("E0129", "a ratio to zero has no meaning", "比例的后项不能是零"),
    Wording::new("E0130", "a call touches its parenthesis", "函数名与括号之间不能有空格"),
    Wording::new("E0131", "there is no function `{0}`", "没有名为 `{0}` 的函数"),
    Wording::new("E0132", "`{0}` takes another number of arguments", "`{0}` 的参数个数不对").hint(
        "`min` and `max` take two or more, `days` and `working_days` two, the others one: it wants {2}",
        "`最小`、`最大` 至少两个，`天数`、`工作日数` 两个，其余一个：此处应有 {2} 个",
    ),
    Wording::new("E0133", "`{0}` does not say over which set it goes", "`{0}` 没有写明取自哪个集合")
        .hint("write `{0}(x over hospital where …)`", "写作 `{0}(x 取自 医院 其中 …)`"),
    Wording::new("E0134", "`{0}` does not say what is tested", "`{0}` 没有写明要检验什么")
        .hint("write `{0}(hospital where … with …)`", "写作 `{0}(医院 其中 … 具有 …)`"),
    Wording::new("E0135", "`{0}` takes no such part", "`{0}` 不带这一部分").hint(
        "`over` belongs to `sum`, `average`, `min` and `max`, `with` to `share` and `all`, `where` to all aggregates",
        "`取自` 用于 `合计`、`平均`、`最小`、`最大`，`具有` 用于 `占比`、`全部`，`其中` 用于各种汇总",
    ),
    Wording::new("E0136", "`of` stands only behind a percentage", "`的` 只与百分数连用").hint(
        "write `2% of beds`; the attribute of an ancestor is `county.population`",
        "写作 `床位 的 2%`；上级的属性写作 `县.人口`",
    ),
    Wording::new("E0137", "`{0}` contains a keyword", "`{0}` 中含有关键词")
        .hint("words are separated by blanks", "词与词之间用空格分开"),
    Wording::new("E0138", "`{0}` may not stand {1}", "`{0}` 不能放在{1}").hint("it belongs {2}", "应放在{2}"),
    Wording::new("E0140", "this source says nothing", "源文件没有内容").hint(
        "`beds per 1000 >= 6 by 2025` is a complete program",
        "`床位 每 1000 不低于 6 到 2025年` 就是一个完整的程序",
    ),
    Wording::new("E0141", "only the first {0} of {1} faults are shown", "共有 {1} 处错误，只显示前 {0} 处"),
    Wording::new("E0142", "`{0}` goes over a set, which is a name", "`{0}` 的对象应是集合的名称")
        .hint("write `{0}(hospital where …)`", "写作 `{0}(医院 其中 …)`"),
    Wording::new("E0143", "a rate for each zero has no meaning", "比率的基数单位不能是零"),
];

/// The details of a code as a reader knows them: what was expected and where a clause may stand are keys until here.
pub(super) fn translated(code: &str, details: &[String], language: Language) -> Option<Vec<String>> {
    let mut words: Vec<String> = details.to_vec();
    match code {
        "E0101" => {
            let keys = details.get(1..).unwrap_or_default();
            let expected: Vec<String> = keys.iter().map(|key| expected(key, language)).collect();
            words.truncate(1);
            words.push(listed(&expected, language));
        }
        "E0138" => {
            for word in words.iter_mut().skip(1) {
                *word = place(word, language).to_string();
            }
        }
        _ => return None,
    }
    Some(words)
}

/// `a`, `a or b`, `a, b or c`
fn listed(words: &[String], language: Language) -> String {
    match words.split_last() {
        None => pick(language, "something else", "其他内容").to_string(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => {
            let others = others.join(pick(language, ", ", "、"));
            format!("{others}{}{last}", pick(language, " or ", "或"))
        }
    }
}

/// A notion, a keyword in the reader's language, or a sign.
fn expected(key: &str, language: Language) -> String {
    if let Some(notion) = words::NOTIONS.iter().find(|notion| notion.key == key) {
        return pick(language, notion.english, notion.chinese).to_string();
    }
    match Meaning::of(key) {
        Some(meaning) => format!("`{}`", pick(language, meaning.english(), meaning.chinese())),
        None => format!("`{key}`"),
    }
}

fn place(key: &str, language: Language) -> &'static str {
    match key {
        "policy" => pick(language, "in a policy", "政策中"),
        "rule" => pick(language, "in a rule", "规则中"),
        "entity" => pick(language, "in an entity", "实体中"),
        "reading" => pick(language, "in a reading", "读法中"),
        "top" => pick(language, "at the top of a file", "文件的最外层"),
        _ => pick(language, "outside of rules in a file that has some", "有规则或政策的文件的最外层"),
    }
}
