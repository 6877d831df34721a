//! How programs are laid out, in both languages, and the laws of printing for every construct of the language.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use super::{Limits, parse, print, print_clause, print_expression, same_program};
use crate::language::Language::{self, Chinese, English};
use crate::syntax::ast::{Ast, ClauseKind, Item};

fn read(source: &str) -> std::sync::Arc<Ast> {
    let parsed = parse(source, &Limits::default());
    assert!(parsed.diagnostics.is_empty(), "{:?}\n{source}", parsed.diagnostics);
    parsed.ast
}

fn comments(ast: &Ast) -> Vec<&str> {
    ast.comments.iter().map(|comment| comment.text.as_str()).collect()
}

/// What is printed is the same program with the same comments, and is printed again as it stands.
fn keeps_the_laws(source: &str) {
    let ast = read(source);
    for language in [English, Chinese] {
        let once = print(&ast, language);
        let again = read(&once);
        assert!(same_program(&ast, &again), "{source}\n-- became\n{once}");
        assert_eq!(comments(&ast), comments(&again), "{source}\n-- became\n{once}");
        assert_eq!(print(&again, language), once, "{source}\n-- is not stable");
        let other = if language == English { Chinese } else { English };
        assert!(same_program(&ast, &read(&print(&again, other))), "{source}\n-- changed by way of {language}");
    }
}

fn shows(source: &str, language: Language, expected: &str) {
    assert_eq!(print(&read(source), language).trim_end(), expected.trim_end());
    keeps_the_laws(source);
}

/// What becomes of the one condition of a file.
fn condition(source: &str, english: &str, chinese: &str) {
    shows(source, English, english);
    shows(source, Chinese, chinese);
}

#[test]
fn numbers() {
    condition("beds >= 1234", "beds >= 1234", "beds 不低于 1234");
    condition("beds >= 12345.678901", "beds >= 12_345.678901", "beds 不低于 12_345.678901");
    condition("beds > 3 million", "beds > 3_000_000", "beds 超过 300万");
    condition("beds <= 1.5亿", "beds <= 150_000_000", "beds 不超过 1.5亿");
    condition("beds < 123450000", "beds < 123_450_000", "beds 低于 1.2345亿");
    condition("beds = 9_999_0000", "beds = 99_990_000", "beds 为 9999万");
    condition("beds != 0", "beds != 0", "beds 不为 0");
    condition("x >= 2.50%", "x >= 2.5%", "x 不低于 2.5%");
    condition("x >= 20000‰", "x >= 20_000‰", "x 不低于 20_000‰");
    condition("a:b <= 1:450", "a : b <= 1:450", "a : b 不超过 1:450");
    condition("30万 >= beds", "300_000 >= beds", "30万 不低于 beds");
    condition("beds 30万 以下", "beds <= 300_000", "beds 不超过 30万");
}

#[test]
fn a_number_with_too_many_digits_keeps_a_scale() {
    let digits = "1234567890123456789012345678901234567891";
    keeps_the_laws(&format!(
        "x > {digits}亿 and y < {digits} billion and z = {digits}千万亿% and w per {digits}万 > 1"
    ));
    shows(
        &format!("x > {digits} thousand"),
        English,
        "x > 1_234_567_890_123_456_789_012_345_678_901_234_567_891 thousand",
    );
}

#[test]
fn rates() {
    condition("每10万 常住人口 医师 不低于6", "医师 per 100000 常住人口 >= 6", "医师 每 10万 常住人口 不低于 6");
    condition("医师 每千 >= 6", "医师 per 1000 >= 6", "医师 每 1000 不低于 6");
    condition("nurses per bed >= 0.4", "nurses per bed >= 0.4", "nurses 每 bed 不低于 0.4");
    condition("(a + b) per 1000 (c - d) > 1", "(a + b) per 1000 (c - d) > 1", "(a + b) 每 1000 (c - d) 超过 1");
    condition("a per 1000 `千人` > 1", "a per 1000 `千人` > 1", "a 每 1000 `千人` 超过 1");
    condition("a at 2021 per 1000 > 1", "a at 2021 per 1000 > 1", "a 于 2021年 每 1000 超过 1");
    condition("(a per 1000) at x > 1", "(a per 1000) at x > 1", "(a 每 1000) 于 x 超过 1");
    condition("(a per b) + (-c per 5) > 1", "(a per b) + (-(c per 5)) > 1", "(a 每 b) + (-(c 每 5)) 超过 1");
}

#[test]
fn names() {
    condition("`rule` > 1 and 县 > 1", "`rule` > 1 and 县 > 1", "`rule` 超过 1 且 县 超过 1");
    condition("`县（市、区）`.`a b` > 1", "`县（市、区）`.`a b` > 1", "`县（市、区）`.`a b` 超过 1");
    condition("`规则` > `至2025`", "`规则` > `至2025`", "`规则` 超过 `至2025`");
    condition("`plain` > 5 `days`", "plain > 5 days", "plain 超过 5天");
    condition("x > 8 `千克`", "x > 8 `千克`", "x 超过 8 `千克`");
    condition("x > 8 `million`", "x > 8 `million`", "x 超过 8 `million`");
    condition("x > 8 `人以上`", "x > 8 `人以上`", "x 超过 8 `人以上`");
    condition("x > 8 `天`", "x > 8 `天`", "x 超过 8 `天`");
    condition("x > 8人", "x > 8 人", "x 超过 8 人");
}

#[test]
fn dates_and_spans() {
    condition(
        "a before 2025 and b after 2021-10",
        "a before 2025 and b after 2021-10",
        "a 早于 2025年 且 b 晚于 2021年10月",
    );
    condition(
        "a from 2021-01-31 or b until 2025",
        "a since 2021-01-31 or b until 2025",
        "a 自从 2021年1月31日 或 b 直至 2025年",
    );
    condition("a >= 2025年", "a >= 2025年", "a 不低于 2025年");
    condition("a >= 2021年10月", "a >= 2021-10", "a 不低于 2021年10月");
    condition(
        "a + 3 months < b - 20 working days",
        "a + 3 months < b - 20 working days",
        "a + 3个月 低于 b - 20个工作日",
    );
    condition("a + 1 day < b + 2 years", "a + 1 days < b + 2 years", "a + 1天 低于 b + 2周年");
    condition("a by b + 20 working days", "a by b + 20 working days", "a 到 b + 20个工作日");
    condition("a since 8.07 thousand", "a since 8_070", "a 自从 8_070");
    condition("a by the end of 2025", "a by 2025", "a 到 2025年");
}

#[test]
fn parentheses() {
    condition("(a and b) or (c)", "(a and b) or c", "(a 且 b) 或 c");
    condition("a and (b and c)", "a and (b and c)", "a 且 (b 且 c)");
    condition("not (a > 1) and not (not b)", "not a > 1 and not (not b)", "非 a 超过 1 且 非 (非 b)");
    condition("not (a or b)", "not (a or b)", "非 (a 或 b)");
    condition("(a * b) + c - (d + e) > 0", "a * b + c - (d + e) > 0", "a * b + c - (d + e) 超过 0");
    condition("(a + b) * c / (d * e) > 0", "(a + b) * c / (d * e) > 0", "(a + b) * c / (d * e) 超过 0");
    condition("-a + b > (-c) * d", "-a + b > -c * d", "-a + b 超过 -c * d");
    condition("a - (-b / c) > 1", "a - (-b / c) > 1", "a - (-b / c) 超过 1");
    condition("a - (-b) > -(c + d)", "a - (-b) > -(c + d)", "a - (-b) 超过 -(c + d)");
    condition("2% of beds * 3 > 1% of (a + b)", "2% of beds * 3 > 1% of (a + b)", "2% 的 beds * 3 超过 1% 的 (a + b)");
    condition("beds 的 2% > 1% of (2% of x)", "2% of beds > 1% of 2% of x", "2% 的 beds 超过 1% 的 2% 的 x");
    condition("-(2% of beds) > (a : b)", "-(2% of beds) > a : b", "-(2% 的 beds) 超过 a : b");
    condition("(a + 1) : (b * 2) > 1", "(a + 1) : (b * 2) > 1", "(a + 1) : (b * 2) 超过 1");
    condition("(a > 1) = (b > 1)", "(a > 1) = (b > 1)", "(a 超过 1) 为 (b 超过 1)");
    condition(
        "if a > 1 then b else (if c then d else e)",
        "if a > 1 then b else (if c then d else e)",
        "如果 a 超过 1 则 b 否则 (如果 c 则 d 否则 e)",
    );
    condition("if a then b else if c then d", "if a then b else if c then d", "如果 a 则 b 否则 如果 c 则 d");
    condition(
        "1 + (if a then 1 else 2) > max(if a then 1 else 2, 3)",
        "1 + (if a then 1 else 2) > max(if a then 1 else 2, 3)",
        "1 + (如果 a 则 1 否则 2) 超过 最大(如果 a 则 1 否则 2, 3)",
    );
    condition(
        "case a at 2021 { to 5 万: 1:2 to (a : b): x otherwise: y }> 1",
        "case a at 2021 { to 50_000: 1:2  to (a : b): x  otherwise: y } > 1",
        "分档 a 于 2021年 { 至 5万: 1:2  至 (a : b): x  其余: y } 超过 1",
    );
    condition("case (a + b) { to 5: 1 } > 1", "case (a + b) { to 5: 1 } > 1", "分档 (a + b) { 至 5: 1 } 超过 1");
    condition("(attest a, b) and c", "attest a, b and c", "佐证 a, b 且 c");
    condition("min((attest a, b), c) > 1", "min((attest a, b), c) > 1", "最小((佐证 a, b), c) 超过 1");
}

#[test]
fn calls_and_sets() {
    condition(
        "share(h where level>=II with d)>=85% and all(h with d)",
        "share(h where level >= II with d) >= 85% and all(h with d)",
        "占比(h 其中 level 不低于 II 具有 d) 不低于 85% 且 全部(h 具有 d)",
    );
    condition(
        "sum(a + b over h where c) + average(x over h) > min(x over h) - max(x over h)",
        "sum(a + b over h where c) + average(x over h) > min(x over h) - max(x over h)",
        "合计(a + b 取自 h 其中 c) + 平均(x 取自 h) 超过 最小(x 取自 h) - 最大(x 取自 h)",
    );
    condition("count(h at 2021 where x)".replace("h at 2021 ", "h ").as_str(), "count(h where x)", "计数(h 其中 x)");
    condition(
        "floor(a) > ceil(b) and any(h)",
        "floor(a) > ceil(b) and any(h)",
        "向下取整(a) 超过 向上取整(b) 且 存在(h)",
    );
    condition(
        "age(b) between 1 and days(a, b) + working_days(a, b)",
        "age(b) between 1 and days(a, b) + working_days(a, b)",
        "年龄(b) 介于 1 且 天数(a, b) + 工作日数(a, b)",
    );
    condition("month_end(a) = year_end(b)", "month_end(a) = year_end(b)", "月末(a) 为 年末(b)");
    condition(
        "d in {a, \"b \\\" \\\\ \\n \\t\", 2021, 2021年, 5 beds, none} or d in s",
        "d in {a, \"b \\\" \\\\ \\n \\t\", 2021, 2021年, 5 beds, none} or d in s",
        "d 属于 {a, \"b \\\" \\\\ \\n \\t\", 2021, 2021年, 5 beds, 无} 或 d 属于 s",
    );
    condition(
        "s includes {a} and s includes any of {} and s includes t",
        "s includes {a} and s includes any of {} and s includes t",
        "s 包括 {a} 且 s 包括 任一 {} 且 s 包括 t",
    );
}

const VOCABULARY: &str = r#"
# The first words.
vocabulary v "Health" | "卫生"   # said twice
use other
unit p "persons" | "人" whole unit `m²`
body HC "commission"
entity region "region" | "地区" in region from a until b { # columns
  kind: one of {nation, province "province" | "省", # the second
     `县（市、区）`}
  level "level": ordered {I < II "two" < III} # levels
  a, b "B" | "乙": date  x: 数值 y: flag z: text n: p
  s: set of {u, v}
  # nothing more
}
entity empty in region { }
let city = region where kind = province
let x of region = y + 1
let floor "floor" = 6 from 2021, 8 from 2025-10
let rate: number
let kind2: one of {a, b}
base n
not encoded "3.1" "recital" | "序言"
# The end.
"#;

#[test]
fn declarations() {
    let english = r#"# The first words.
vocabulary v "Health" | "卫生" # said twice

use other

unit p "persons" | "人" whole
unit `m²`

body HC "commission"

entity region "region" | "地区" in region from a until b { # columns
  kind: one of {
    nation,
    province "province" | "省", # the second
    `县（市、区）`
  }
  level "level": ordered {I < II "two" < III} # levels
  a, b "B" | "乙": date
  x: number
  y: flag
  z: text
  n: p
  s: set of {u, v}
  # nothing more
}

entity empty in region {}

let city = region where kind = province
let x of region = y + 1
let floor "floor" = 6 from 2021, 8 from 2025-10
let rate: number
let kind2: one of {a, b}

base n

not encoded "3.1" "recital" | "序言"
# The end.
"#;
    shows(VOCABULARY, English, english);
    let chinese = print(&read(VOCABULARY), Chinese);
    for line in [
        "词汇 v \"Health\" | \"卫生\" # said twice",
        "单位 p \"persons\" | \"人\" 整数",
        "实体 region \"region\" | \"地区\" 属于 region 自 a 直至 b { # columns",
        "  level \"level\": 有序 {I < II \"two\" < III} # levels",
        "  x: 数值",
        "  s: 多选 {u, v}",
        "令 city = region 其中 kind 为 province",
        "令 x 的 region = y + 1",
        "令 floor \"floor\" = 6 自 2021年, 8 自 2025年10月",
        "令 rate: 数值",
        "基数 n",
        "未编码 \"3.1\" \"recital\" | \"序言\"",
    ] {
        assert!(chinese.lines().any(|printed| printed == line), "no line {line} in\n{chinese}");
    }
}

const POLICY: &str = r#"
policy q "Q" | "衢" in region "330800" from 2022-11-30 until 2030 { # the head
  use v base population responsible CTY, HC
  let elderly of region = elderly_60
  reading r65 "65 and over": let elderly of region = elderly_65
  reading both: { let a = 1  # one
     let b = 2 }
  cite "0" note "n" | "注"
  rule a { }
  rule b "B" { # why
    # own
    for each county where population > 300_000 expect 32
    in principle shall "应" x >= 1:500 by 2022 then target "目标" >= 1:450 by 2025 then between 1 and 2
    must not (not a) or b
    should ("x" = y)
    strive "y" "x" = y
    promote (not a) explore a support a encourage a
    eligible "home" | "家" when age(born_on) >= 65
    show density "D" = beds per 1000
    except when conversion "is being converted"
    except when a
    reading strict "more": target x > 85% by 2025 # strict
    reading each_home: { # braces
      for each care_home  target n >= 60% of beds by 2025 }
    tightens cn.physicians by 2025
    implements a.b repeats a.b extends a.b relaxes a.b conflicts a.b by 2021-10
    cite "1.14" # cited
    responsible HC, TCM
    note "only"
    # last
  } # after b
  # between
  not encoded "3" "because"
  # end of policy
}
# end of file
"#;

#[test]
fn policies() {
    let english = r#"policy q "Q" | "衢" in region "330800" from 2022-11-30 until 2030 { # the head
  use v
  base population
  responsible CTY, HC
  let elderly of region = elderly_60
  reading r65 "65 and over": let elderly of region = elderly_65

  reading both: {
    let a = 1 # one
    let b = 2
  }

  cite "0"
  note "n" | "注"

  rule a {}

  rule b "B" { # why
    # own
    for each county where population > 300_000 expect 32
    in principle shall "应" x >= 1:500 by 2022
        then target "目标" >= 1:450 by 2025
        then between 1 and 2
    must not (not a) or b
    should ("x" = y)
    strive "y" "x" = y
    promote (not a)
    explore a
    support a
    encourage a
    eligible "home" | "家" when age(born_on) >= 65
    show density "D" = beds per 1000
    except when conversion "is being converted"
    except when a
    reading strict "more": target x > 85% by 2025 # strict
    reading each_home: { # braces
      for each care_home
      target n >= 60% of beds by 2025
    }
    tightens cn.physicians by 2025
    implements a.b
    repeats a.b
    extends a.b
    relaxes a.b
    conflicts a.b by 2021-10
    cite "1.14" # cited
    responsible HC, TCM
    note "only"
    # last
  } # after b

  # between
  not encoded "3" "because"
  # end of policy
}

# end of file
"#;
    shows(POLICY, English, english);
    let chinese = print(&read(POLICY), Chinese);
    for line in [
        "政策 q \"Q\" | \"衢\" 属于 region \"330800\" 自 2022年11月30日 直至 2030年 { # the head",
        "  读法 r65 \"65 and over\": 令 elderly 的 region = elderly_65",
        "    每个 county 其中 population 超过 30万 应有 32",
        "    原则上 应当 \"应\" x 不低于 1:500 到 2022年",
        "        然后 目标 \"目标\" 不低于 1:450 到 2025年",
        "        然后 介于 1 且 2",
        "    不得 (非 a) 或 b",
        "    有资格 \"home\" | \"家\" 当 年龄(born_on) 不低于 65",
        "    显示 density \"D\" = beds 每 1000",
        "    除非 conversion \"is being converted\"",
        "    冲突 a.b 到 2021年10月",
    ] {
        assert!(chinese.lines().any(|printed| printed == line), "no line {line} in\n{chinese}");
    }
}

#[test]
fn long_lines_are_broken_where_they_read_well() {
    let long = "rule a { for each county where population > 300_000 and kind in {county, district} and \
        count(hospital where level >= II and beds >= 100) >= 1 shall sum(rehab_doctors over hospital where level >= II \
        and kind in {general, rehabilitation, nursing} and ownership = public) per 100000 >= 6 by 2022 then >= 8 by 2025 \
        target if population > 300_000 then any(geriatric_department_or_equivalent) else any(outpatient_unit_of_any_kind) \
        shall elderly_sixty_and_over + elderly_sixty_five_and_over - elderly_seventy_and_over + elderly_eighty_and_over > 1 }";
    let expected = r#"rule a {
  for each county
      where population > 300_000
      and kind in {county, district}
      and count(hospital where level >= II and beds >= 100) >= 1
  shall sum(
        rehab_doctors
        over hospital
        where level >= II and kind in {general, rehabilitation, nursing} and ownership = public
      ) per 100000 >= 6 by 2022
      then >= 8 by 2025
  target if population > 300_000
      then any(geriatric_department_or_equivalent)
      else any(outpatient_unit_of_any_kind)
  shall elderly_sixty_and_over
      + elderly_sixty_five_and_over
      - elderly_seventy_and_over
      + elderly_eighty_and_over > 1
}
"#;
    shows(long, English, expected);
}

#[test]
fn a_comment_stands_where_it_stood() {
    let source = r#"rule # a
# b
r # c
"R" # d
| "规" # e
{ # f
target # g
a # h
>= # i
1 # j
and # k
# l
( # m
b # n
or # o
min( # p
c, # q
d # r
) > # s
case e # t
{ to # u
1: # v
2 # w
} # x
) # y
by # z
2025 # A
then # B
>= # C
3 # D
} # F
# G
"#;
    let expected = r#"rule # a
    # b
    r # c
    "R" # d
    | "规" { # e
  # f
  target # g
      a # h
      # i
      >= 1 # j
      # k
      # l
      # m
      and (b # n
        # o
        or min( # p
          c, # q
          d # r
        ) # s
        > case e { # t
          # u
          to 1: # v
          2 # w
        }) # x
      # y
      by # z
      2025 # A
      then >= # B
      # C
      3 # D
} # F

# G
"#;
    shows(source, English, expected);
}

#[test]
fn a_comment_keeps_its_order_where_the_words_change_theirs() {
    let source = "rule r { for each h where max(a, # one
b) 的 2% # two
> 1 target 每10万 x # three
y > 1 }";
    let expected = "rule r {
  for each h # one
      where 2% of max(a, b) # two
      > 1
  target # three
      y per 100000 x > 1
}";
    shows(source, English, expected);
}

#[test]
fn a_single_condition_or_clause_is_printed_on_one_line() {
    let ast = read("rule r { shall a >= 1 and b <= 2% of c by 2025 reading x: { target b } }");
    let [Item::Rule(rule)] = ast.items.as_slice() else { panic!("one rule") };
    let ClauseKind::Line(line) = &rule.clauses[0].kind else { panic!("a line") };
    assert_eq!(print_expression(&line.condition, English), "a >= 1 and b <= 2% of c");
    assert_eq!(print_expression(&line.condition, Chinese), "a 不低于 1 且 b 不超过 2% 的 c");
    assert_eq!(print_clause(&rule.clauses[0], Chinese), "应当 a 不低于 1 且 b 不超过 2% 的 c 到 2025年");
    assert_eq!(print_clause(&rule.clauses[1], English), "reading x: {\n  target b\n}");
}

#[test]
fn an_empty_file_is_empty_and_comments_alone_stay() {
    let parsed = parse("  # only\n\n   # two", &Limits::default());
    assert_eq!(print(&parsed.ast, English), "# only\n# two\n");
    assert_eq!(print(&parse("", &Limits::default()).ast, Chinese), "");
}
