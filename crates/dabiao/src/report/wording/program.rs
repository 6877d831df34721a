//! The words for the codes of the checker, and for the classes of values that it tells apart.

use super::Wording;
use crate::language::Language;
use crate::report::labels::pick;

/// Every code of the checker, in the order of the codes.
#[rustfmt::skip]
pub(super) const WORDINGS: &[Wording] = &[
    Wording::new("E0201", "`{0}` is not a known name",
        "没有名为 `{0}` 的名称"),
    Wording::new("E0202", "`{0}` is declared twice",
        "`{0}` 重复声明")
        .hint("give one of the two another name",
            "请给其中一个另起名称"),
    Wording::new("E0203", "`{0}` would name both `{1}` and `{2}`",
        "`{0}` 会同时指 `{1}` 和 `{2}`")
        .hint("a label names one thing: give one of the two another label",
            "一个标签只能指一个对象：请给其中一个另起标签"),
    Wording::new("E0204", "`{0}` is not a known set or entity",
        "没有名为 `{0}` 的集合或实体"),
    Wording::new("E0205", "`{0}` is not a known unit or type",
        "没有名为 `{0}` 的单位或类型")
        .hint("declare it with `unit {0}`, or use `number`, `flag`, `date` or `text`",
            "用 `单位 {0}` 声明，或改用 `数值`、`是否`、`日期`、`文本`"),
    Wording::new("E0206", "`{0}` cannot be declared: it has a meaning already",
        "`{0}` 已有固定含义，不能另行声明")
        .hint("every table has `id`, `name`, `in`, `date` and `unlisted`; `number`, `flag`, `date` and `text` are types",
            "每张表都有 `id`、`name`、`in`、`date`、`unlisted`；`number`、`flag`、`date`、`text` 是类型"),
    Wording::new("E0207", "the entity `{0}` would lie in itself by way of others",
        "实体 `{0}` 经由其他实体又位于自身之中"),
    Wording::new("E0208", "`{0}` is defined by itself: {1}",
        "`{0}` 的定义循环引用自身：{1}"),
    Wording::new("E0209", "`{0}` is none of the values here",
        "`{0}` 不是此处的取值")
        .hint("the values are: {1}",
            "可用的取值：{1}"),
    Wording::new("E0210", "`{0}` is not a known body",
        "没有名为 `{0}` 的主体")
        .hint("declare it with `body {0}`",
            "用 `主体 {0}` 声明"),
    Wording::new("E0211", "`{0}` is an attribute of `{1}`, not of `{2}`",
        "`{0}` 是 `{1}` 的属性，不是 `{2}` 的属性")
        .hint("inside an aggregate a bare name is the member's; an attribute of what it lies in is written `SET.{0}`",
            "聚合之内，单独的名称指成员的属性；所属上级的属性写作 `集合.{0}`"),
    Wording::new("E0212", "rows of `{0}` do not lie in rows of `{1}`",
        "`{0}` 不位于 `{1}` 之内")
        .hint("an aggregate ranges over what lies below the row; say `entity {0} in {1}` if it does",
            "聚合只涉及该行之下的成员；如确在其中，请声明 `实体 {0} 属于 {1}`"),
    Wording::new("E0213", "`{0}` is a set, and a value is wanted here",
        "`{0}` 是集合，此处需要一个值")
        .hint("count its members with `count({0})`, or read an attribute with `{0}.NAME`",
            "用 `计数({0})` 数其成员，或用 `{0}.属性` 读取属性"),
    Wording::new("E0214", "`{0}` is neither a vocabulary nor a calendar that is known here",
        "没有名为 `{0}` 的词汇或工作日历"),
    Wording::new("E0215", "the text `{0}` that is used here has errors",
        "此处使用的 `{0}` 自身有错误")
        .hint("the first is {1}; check that text by itself",
            "第一个错误是 {1}；请单独检查该文本"),
    Wording::new("E0216", "`{0}` is a second policy in this file",
        "`{0}` 是本文件中的第二个政策")
        .hint("one policy a file; put it into a file of its own",
            "一个文件只放一个政策；请另放一个文件"),
    Wording::new("E0217", "`{0}` is a second calendar",
        "`{0}` 是第二个工作日历")
        .hint("a policy uses one calendar; other regions get theirs from the facts",
            "一个政策使用一个日历；其他地区的日历由数据给出"),
    Wording::new("E0218", "`{0}` belongs to `{1}`, and a constant belongs to no row",
        "`{0}` 属于 `{1}`，而常量不属于任何一行")
        .hint("a derived attribute names its entity: `let NAME of {1} = …`",
            "派生属性要写明实体：`令 名称 的 {1} = …`"),
    Wording::new("E0219", "`{0}` looks like several words without blanks between them",
        "`{0}` 似乎是几个没有用空格分开的词")
        .hint("words are separated by blanks; a name that really is this long stands in backquotes",
            "词与词之间用空格分开；若确为一个名称，请放在反引号中"),
    Wording::new("E0220", "`{0}` counts members or looks upward, so it can only be read of the row itself",
        "`{0}` 要统计成员或向上查看，只能读取本行的值"),
    Wording::new("E0221", "a row of `{0}` does not lie in a row of `{1}`",
        "`{0}` 不位于 `{1}` 之内")
        .hint("`SET.NAME` looks upward; what lies below is counted or summed",
            "`集合.名称` 向上查看；其下的成员要用计数或合计"),
    Wording::new("E0222", "`{0}` is a set, which belongs to no entity",
        "`{0}` 是集合，不属于某个实体")
        .hint("leave out `of`",
            "去掉 `的`"),
    Wording::new("E0223", "a name has at most one dot: `SET.NAME`, and a set has none",
        "名称至多有一个点：`集合.名称`；集合名称没有点"),
    Wording::new("E0224", "`{0}` names both an attribute of the row and a constant",
        "`{0}` 既是本行的属性，又是常量")
        .hint("give the `let` another name",
            "请给 `令` 另起名称"),
    Wording::new("E0225", "`{0}` is a value, and a set is wanted here",
        "`{0}` 是一个值，此处需要集合"),

    Wording::new("E0301", "{0} is wanted here, and this is {1}",
        "此处需要{0}，而这是{1}"),
    Wording::new("E0302", "{0} and {1} cannot be compared or added",
        "{0}与{1}不能比较或相加")
        .hint("both sides need one unit; only a number without a unit takes the other side's",
            "两侧须为同一单位；只有不带单位的数字才取另一侧的单位"),
    Wording::new("E0303", "a share is compared with a percentage, not with a plain number",
        "占比只能与百分数比较，不能与普通数字比较"),
    Wording::new("E0304", "these rates differ in what they count, in their base or in their scale: {0} and {1}",
        "两个比率的计量、基数或倍数不同：{0}，{1}")
        .hint("1 per 1000 is not 1 per 100000: write both with one base and one scale",
            "每千人1名不同于每10万人1名：两侧要用同一基数和同一倍数"),
    Wording::new("E0305", "a ratio is compared with a ratio, and this is {0}",
        "比例只能与比例比较，而这是{0}")
        .hint("write the other side as `1:500`, or a computed side as `LIMIT : 1`",
            "另一侧写作 `1:500`；由计算得出的一侧写作 `上限 : 1`"),
    Wording::new("E0306", "a rate is compared with a number or with a rate, and this is {0}",
        "比率只能与数字或比率比较，而这是{0}"),
    Wording::new("E0307", "this divides by zero",
        "此处除以零"),
    Wording::new("E0308", "the input `{0}` is neither a quantity, a number, a flag nor a date",
        "输入 `{0}` 不是数量、数值、是否或日期"),
    Wording::new("E0309", "braces list values after `in`, after `includes`, or opposite a set of items",
        "花括号只在 `属于`、`包括` 之后，或与多选值相对时列出取值"),
    Wording::new("E0310", "this takes {0} arguments",
        "此处需要 {0} 个参数"),
    Wording::new("E0311", "this rate names no base, and neither policy nor vocabulary says what the base is",
        "此比率没有写明基数，政策和词汇也没有规定基数")
        .hint("write `per 1000 population`, or `base population` in the policy",
            "写作 `每 1000 常住人口`，或在政策中写 `基数 常住人口`"),
    Wording::new("E0312", "the base `{0}` is no attribute of `{1}`",
        "`{1}` 没有作为基数的属性 `{0}`")
        .hint("name the base here, such as `per 1000 SET.{0}`",
            "在此写明基数，如 `每 1000 集合.{0}`"),
    Wording::new("E0313", "{0} cannot be calculated with in this way",
        "{0}不能这样计算")
        .hint("a rate, a share or a ratio may be multiplied or divided by a plain number only",
            "比率、占比只能乘以或除以普通数字，比例不能参与加减乘除"),
    Wording::new("E0314", "the branches of `if` and `case` give numbers, dates, conditions or single values, and this is {0}",
        "`如果` 与 `分档` 的各支给出数值、日期、条件或单个取值，而这是{0}"),
    Wording::new("E0315", "this needs an entity, and the file declares none",
        "此处需要实体，而本文件没有声明实体")
        .hint("declare it with `entity NAME { … }`, or `use` a vocabulary; without either every name is a number of one table",
            "用 `实体 名称 { … }` 声明，或 `使用` 某个词汇；否则每个名称都是一张表中的数字"),
    Wording::new("E0316", "a span of time is a whole number of {0}",
        "时长须为整数"),
    Wording::new("E0318", "a percentage is compared with a quantity as a part of a whole",
        "百分数与数量比较时要写明是什么的百分之几")
        .hint("write `2% of beds`",
            "写作 `床位数 的 2%`"),
    Wording::new("E0319", "a rate counts a quantity for a quantity, and this is {0}",
        "比率是数量对数量，而这是{0}"),
    Wording::new("E0320", "a part of a whole is a percentage, such as `2% of beds`",
        "整体的一部分用百分数表示，如 `床位数 的 2%`"),
    Wording::new("E0321", "the scale of a rate is a plain number above zero",
        "比率的倍数须为大于零的普通数字"),
    Wording::new("E0322", "two dates cannot be added or subtracted",
        "两个日期不能相加减")
        .hint("`days(a, b)` counts the days from a to b",
            "`天数(a, b)` 给出从 a 到 b 的天数"),
    Wording::new("E0323", "only a span of time can be added to a date",
        "日期只能加减时长")
        .hint("write `+ 5 days`, `+ 3 months` or `+ 20 working days`",
            "写作 `+ 5 天`、`+ 3 个月` 或 `+ 20 个工作日`"),
    Wording::new("E0324", "`before`, `after`, `since`, `from` and `until` compare dates",
        "`早于`、`晚于`、`自从`、`自`、`直至` 用于比较日期"),
    Wording::new("E0325", "{0} and {1} cannot be compared",
        "{0}与{1}不能比较")
        .hint("a condition or a flag stands by itself: `x` or `not x`",
            "条件或是否值单独成立：写 `x` 或 `非 x`"),
    Wording::new("E0326", "these values have no order",
        "这些取值没有顺序")
        .hint("compare them with `=`, `!=` or `in {…}`, or declare the type as `ordered {A < B}`",
            "用 `=`、`!=` 或 `属于 {…}` 比较，或把类型声明为 `有序 {A < B}`"),
    Wording::new("E0327", "these are values of two different types",
        "两侧是不同类型的取值"),
    Wording::new("E0328", "{0} is never `none`; only a date or a set of items can be",
        "{0}不会是 `无`；只有日期和多选值可以")
        .hint("an unknown value is an empty cell, which no condition asks for",
            "未知的值是空单元格，条件不能查询它"),
    Wording::new("E0329", "{0} cannot be added up over members",
        "{0}不能按成员合计")
        .hint("sum both parts: `sum(a over SET) per 1000 (sum(b over SET))`, or take `average(… over SET)`",
            "分别合计两部分，或用 `平均(… 取自 集合)`"),

    Wording::new("E0401", "`{0}` is not a single day, and one is wanted here",
        "`{0}` 不是某一天，此处需要具体日期")
        .hint("a year or a month stands by itself only after words such as `by`, `before`, `from` and `until`",
            "单独的年或月只能放在 `到`、`早于`、`自`、`直至` 等词之后"),
    Wording::new("E0402", "a due date is wanted here, and this is {0}",
        "此处需要期限日期，而这是{0}"),
    Wording::new("E0403", "this stage is due on {0}, which is not after the stage before it ({1})",
        "此阶段期限为 {0}，不晚于前一阶段（{1}）")
        .hint("the stages of a ladder come in the order of their due dates",
            "各阶段按期限先后排列"),
    Wording::new("E0404", "a ladder begins with a comparison, whose left side its later stages share",
        "阶梯要求以比较开头，其左侧为后续阶段所共用")
        .hint("write the later stage as a line of its own",
            "请把后一阶段另写一行"),
    Wording::new("E0405", "a later stage needs a due date",
        "后续阶段需要期限")
        .hint("end it with `by 2025`",
            "以 `到 2025年` 结束"),
    Wording::new("E0406", "this bound is not above the one before it",
        "此档上限不高于前一档"),
    Wording::new("E0407", "this value does not begin later than the one before it",
        "此值的起始不晚于前一个值"),
    Wording::new("E0408", "the reading `{0}` has no line of its kind above it to replace",
        "读法 `{0}` 之上没有可替换的同类内容")
        .hint("put it below the line, or use braces",
            "请放在被替换的内容之后，或用花括号"),
    Wording::new("E0409", "`{0}` is given twice here",
        "`{0}` 在此重复给出")
        .hint("put all that a reading changes in a rule into one pair of braces",
            "一条规则中同一读法的全部改动放在一对花括号中"),
    Wording::new("E0410", "a reading holds lines, entitlements, shown values, exceptions or the subject",
        "读法只能包含要求、资格、显示值、例外或适用对象"),
    Wording::new("E0411", "`{0}` is not a known policy",
        "没有名为 `{0}` 的政策"),
    Wording::new("E0412", "`{1}` has no rule `{0}`",
        "`{1}` 中没有规则 `{0}`"),
    Wording::new("E0413", "a relation names a rule as `POLICY.RULE`",
        "关系要以 `政策.规则` 指明规则"),
    Wording::new("E0414", "the rule `{0}` cannot stand in a relation to itself",
        "规则 `{0}` 不能与自身建立关系"),
    Wording::new("E0415", "this reading gives `{0}` another meaning, but no `let` gives it a first one",
        "此读法给 `{0}` 另一含义，但没有 `令` 给出其默认含义"),
    Wording::new("E0416", "this line does not say how strongly it binds",
        "这一行没有写明效力")
        .hint("begin it with `must`, `shall`, `target`, `should` or another force",
            "以 `必须`、`应当`、`目标`、`应该` 等词开头"),
    Wording::new("E0417", "the rule has a subject already",
        "此规则已有适用对象")
        .hint("a rule has one `for each`",
            "一条规则只有一个 `每个`"),
    Wording::new("E0418", "the rule `{0}` requires nothing",
        "规则 `{0}` 没有任何要求")
        .hint("add a line such as `shall …`, `eligible …` or `show …`; what is not encoded is listed with `not encoded`",
            "请加上 `应当 …`、`有资格 …` 或 `显示 …`；不编码的条款用 `未编码` 列出"),
    Wording::new("E0419", "the number of subjects is a whole number above zero",
        "应有的对象数须为正整数"),
    Wording::new("E0420", "a date that has come cannot be denied by `must not`",
        "`不得` 不能用于否定某一日期的到来")
        .hint("compare the date instead: `must not x before 2025`",
            "请改为比较日期：`不得 x 早于 2025年`"),
    Wording::new("E0421", "this rule names no subject, and several tables stand at the top: {0}",
        "此规则没有写明适用对象，而处于顶层的表不止一张：{0}")
        .hint("say `for each …`",
            "请写明 `每个 …`"),
    Wording::new("E0422", "rows of `{0}` cannot lie in the policy's territory, a row of `{1}`",
        "`{0}` 不可能位于政策的适用地域（`{1}` 的一行）之内"),
    Wording::new("E0423", "`{0}` is {1}, and under this reading {2}",
        "`{0}` 是{1}，而在此读法下是{2}"),
    Wording::new("E0424", "the rule `{0}` stands outside the policy of this file",
        "规则 `{0}` 位于本文件的政策之外")
        .hint("put it inside the braces of the policy",
            "请放入政策的花括号之内"),
    Wording::new("E0425", "this stands outside a rule",
        "此处位于规则之外")
        .hint("put it into `rule NAME { … }`",
            "请放入 `规则 名称 { … }`"),
    Wording::new("E0426", "the policy ends on {0}, before its first day {1}",
        "政策的截止日 {0} 早于起始日 {1}"),
    Wording::new("E0427", "this reading makes something of another kind of `{0}`",
        "此读法把 `{0}` 变成了另一类名称")
        .hint("a reading gives a set another condition, and a value another value",
            "读法可给集合另一条件，给值另一取值"),
    Wording::new("E0428", "`{0}` is a set, and an entity is wanted here",
        "`{0}` 是集合，此处需要实体")
        .hint("name the entity whose rows the set is a part of",
            "请写集合所属的实体"),

    Wording::new("E0500", "dabiao lost a rule of this file without saying why",
        "dabiao 未说明原因就丢失了本文件的一条规则")
        .hint("this is a defect of dabiao; please report it with this text",
            "这是 dabiao 的缺陷，请附上这段文字报告"),
    Wording::new("E0501", "this becomes larger than {0} parts when every `let` is put in its place",
        "代入所有 `令` 之后，此处超过 {0} 个部分"),
    Wording::new("E0502", "this file becomes larger than {0} parts when every `let` is put in its place",
        "代入所有 `令` 之后，本文件超过 {0} 个部分"),
    Wording::new("E0503", "`{0}` nests deeper than {1} when every `let` is put in its place",
        "代入所有 `令` 之后，`{0}` 的嵌套超过 {1} 层"),

    Wording::new("W0201", "nothing uses `{0}`",
        "`{0}` 没有被使用"),
    Wording::new("W0301", "this compares written numbers with each other, so it is always or never so",
        "此处比较两个写定的数字，结果恒定不变"),
    Wording::new("W0401", "this stage asks for less than the stage before it",
        "此阶段的要求低于前一阶段"),
    Wording::new("W0402", "the reading `{0}` changes nothing",
        "读法 `{0}` 没有任何改变"),
    Wording::new("W0403", "the rule `{0}` cites no clause, and other rules do",
        "规则 `{0}` 没有引用条款，而其他规则有")
        .hint("add `cite \"…\"`",
            "请加上 `依据 \"…\"`"),
    Wording::new("W0404", "a value above the last bound finds no row here",
        "高于最后一档的值在此没有对应的档")
        .hint("add `otherwise: …`, or it is not applicable",
            "请加上 `其余: …`，否则不适用"),
    Wording::new("W0405", "this is judged on {1}, before the value that it needs begins on {0}",
        "此处在 {1} 判定，而所需的值自 {0} 起才有"),
    Wording::new("W0406", "this policy has no rules",
        "此政策没有规则"),
];

/// The classes of values that details name by a key, in English and in Chinese.
const CLASSES: [(&str, &str, &str); 19] = [
    ("@word", "a bare word", "单独的词"),
    ("@condition", "a condition", "条件"),
    ("@date", "a date", "日期"),
    ("@choice", "a value of a list", "取值"),
    ("@items", "a set of items", "多选值"),
    ("@text", "a text", "文本"),
    ("@none", "`none`", "`无`"),
    ("@span", "a span of time", "时长"),
    ("@set", "a set of rows", "集合"),
    ("@unknown", "something unknown", "未知内容"),
    ("@literal", "a plain number", "普通数字"),
    ("@share", "a share", "占比"),
    ("@rate", "a rate", "比率"),
    ("@ratio", "a ratio", "比例"),
    ("@days", "a number of days", "天数"),
    ("@working_days", "a number of working days", "工作日数"),
    ("@years", "a number of years", "年数"),
    ("@number", "a number", "数值"),
    ("@shown", "a value that can be shown", "可显示的值"),
];

/// The details of a code as a reader knows them: classes of values are keys until here, and units stand in backquotes
/// where a class may stand beside them.
pub(super) fn translated(code: &str, details: &[String], language: Language) -> Option<Vec<String>> {
    let has_units = matches!(code, "E0302" | "E0306");
    if !has_units && !details.iter().any(|detail| detail.starts_with('@')) {
        return None;
    }
    let word = |detail: &String| match CLASSES.iter().find(|(key, ..)| key == detail) {
        Some((_, en, zh)) => pick(language, en, zh).to_string(),
        None if has_units => format!("`{detail}`"),
        None => detail.clone(),
    };
    Some(details.iter().map(word).collect())
}
