//! The shapes and the spans of the tree.

use super::super::ast::{
    AggregateKind, Clause, ClauseKind, Comparison, Expr, ExprKind, Factor, Force, Item, LetBody, Name, NumberLiteral,
    Percent, Sign, StageComparison, Type,
};
use super::samples;
use super::{good, line};
use crate::span::Span;

/// An expression in prefix form, so that precedence can be seen.
fn shape(expr: &Expr) -> String {
    let all = |exprs: &[Expr]| exprs.iter().map(shape).collect::<Vec<_>>().join(" ");
    let maybe = |expr: &Option<Box<Expr>>| expr.as_ref().map_or("_".to_string(), |expr| shape(expr));
    match &expr.kind {
        ExprKind::Number(literal) => number(literal),
        ExprKind::Date(period) => format!("@{period}"),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::None => "none".to_string(),
        ExprKind::Path(path) => names(&path.names, "."),
        ExprKind::Call { function, arguments } => format!("({function:?} {})", all(arguments)),
        ExprKind::Aggregate(aggregate) => {
            let part = |word: &str, expr: &Option<Expr>| {
                expr.as_ref().map_or(String::new(), |expr| format!(" {word} {}", shape(expr)))
            };
            let value = part("of", &aggregate.value);
            let (condition, test) = (part("where", &aggregate.condition), part("with", &aggregate.test));
            format!("({:?} {}{value}{condition}{test})", aggregate.kind, names(&aggregate.set.names, "."))
        }
        ExprKind::Set(items) => format!("{{{}}}", all(items)),
        ExprKind::Attest(list) => format!("(attest {})", names(list, " ")),
        ExprKind::Negative(inner) => format!("(- {})", shape(inner)),
        ExprKind::Sum(terms) => {
            let terms = terms
                .iter()
                .map(|(sign, term)| if *sign == Sign::Plus { shape(term) } else { format!("-{}", shape(term)) });
            format!("(+ {})", terms.collect::<Vec<_>>().join(" "))
        }
        ExprKind::Product(factors) => {
            let factors = factors
                .iter()
                .map(|(factor, term)| if *factor == Factor::Times { shape(term) } else { format!("/{}", shape(term)) });
            format!("(* {})", factors.collect::<Vec<_>>().join(" "))
        }
        ExprKind::Ratio(left, right) => format!("(: {} {})", shape(left), shape(right)),
        ExprKind::PercentOf(share, whole) => format!("(of {} {})", number(share), shape(whole)),
        ExprKind::Per { numerator, scale, base } => {
            let scale = scale.as_ref().map_or("_".to_string(), number);
            format!("(per {} {scale} {})", shape(numerator), maybe(base))
        }
        ExprKind::At(value, day) => format!("(at {} {})", shape(value), shape(day)),
        ExprKind::Compare { comparison, left, right } => format!("({comparison:?} {} {})", shape(left), shape(right)),
        ExprKind::Between { value, low, high } => format!("(between {} {} {})", shape(value), shape(low), shape(high)),
        ExprKind::In(value, set) => format!("(in {} {})", shape(value), shape(set)),
        ExprKind::Includes { set, any, items } => {
            format!("(includes{} {} {})", if *any { "-any" } else { "" }, shape(set), shape(items))
        }
        ExprKind::And(parts) => format!("(and {})", all(parts)),
        ExprKind::Or(parts) => format!("(or {})", all(parts)),
        ExprKind::Not(inner) => format!("(not {})", shape(inner)),
        ExprKind::If { arms, otherwise } => {
            let arms: Vec<String> =
                arms.iter().map(|(test, then)| format!("{}?{}", shape(test), shape(then))).collect();
            format!("(if {} {})", arms.join(" "), maybe(otherwise))
        }
        ExprKind::Case { value, rows, otherwise } => {
            let rows: Vec<String> =
                rows.iter().map(|(bound, row)| format!("{}:{}", shape(bound), shape(row))).collect();
            format!("(case {} {} {})", shape(value), rows.join(" "), maybe(otherwise))
        }
    }
}

fn number(literal: &NumberLiteral) -> String {
    let percent = match literal.percent {
        Some(Percent::Hundredth) => "%",
        Some(Percent::Thousandth) => "‰",
        None => "",
    };
    let unit = literal.unit.as_ref().map_or(String::new(), |unit| format!("[{}]", unit.text));
    format!("{}{percent}{unit}", literal.value)
}

fn names(names: &[Name], between: &str) -> String {
    names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(between)
}

#[test]
fn conditions_have_their_shapes() {
    let cases = [
        ("rehab_beds >= 2% of beds", "(AtLeast rehab_beds (of 2% beds))"),
        ("护理床位 不低于 床位 的 2%", "(AtLeast 护理床位 (of 2% 床位))"),
        ("x > 1% of 2% of y", "(MoreThan x (of 1% (of 2% y)))"),
        ("beds per 1000 >= 0.5", "(AtLeast (per beds 1000 _) 1/2)"),
        ("nurses per bed > 1", "(MoreThan (per nurses _ bed) 1)"),
        ("医师 每千 人口 超过 3", "(MoreThan (per 医师 1000 人口) 3)"),
        ("每10万 常住人口 康复医师数 不低于8", "(AtLeast (per 康复医师数 100000 常住人口) 8)"),
        ("康复医师数 per 10万 常住人口 at least 8", "(AtLeast (per 康复医师数 100000 常住人口) 8)"),
        ("(a + b) per 1000 c = 5‰", "(Equal (per (+ a b) 1000 c) 5‰)"),
        ("a + b * c / d - e < 1", "(LessThan (+ a (* b c /d) -e) 1)"),
        ("-a * b + c is 1", "(Equal (+ (* (- a) b) c) 1)"),
        ("a : b <= limit : 1", "(AtMost (: a b) (: limit 1))"),
        ("not a >= 5 and b", "(and (not (AtLeast a 5)) b)"),
        ("(a and b) and c", "(and (and a b) c)"),
        ("a and (b or c)", "(and a (or b c))"),
        ("x between 1 and 2 and y", "(and (between x 1 2) y)"),
        ("x in {a, \"b\", 3, 2021-10, none}", "(in x {a \"b\" 3 @2021-10 none})"),
        ("s includes any of {a} or s includes t", "(or (includes-any s {a}) (includes s t))"),
        ("常住人口 30万 以下", "(AtMost 常住人口 300000)"),
        ("beds 20 or more and y", "(and (AtLeast beds 20) y)"),
        ("x 8人以上".replace("8人以上", "8人 以上").leak(), "(AtLeast x 8[人])"),
        ("a at 2021 > a at 2021-10", "(MoreThan (at a @2021) (at a @2021-10))"),
        ("a at day per 1000 > 1", "(MoreThan (per (at a day) 1000 _) 1)"),
        ("opened_on before 2025 and x until y", "(and (Before opened_on @2025) (Until x y))"),
        ("opened_on + 3 months <= 2021年10月31日", "(AtMost (+ opened_on 3[months]) @2021-10-31)"),
        ("if a then b else if c then d else e", "(if a?b c?d e)"),
        ("if a then 1 >= 2", "(if a?(AtLeast 1 2) _)"),
        ("x < case p { to 500_000: 1:500  otherwise: 1000 }", "(LessThan x (case p 500000:(: 1 500) 1000))"),
        ("min(a, b) > min(x over h where c)", "(MoreThan (Min a b) (Min h of x where c))"),
        ("share(h where a with b or c) >= 85%", "(AtLeast (Share h where a with (or b c)) 85%)"),
        (
            "合计(床位 取自 医院 其中 等级 为 三) 超过 1.5亿",
            "(MoreThan (Sum 医院 of 床位 where (Equal 等级 三)) 150000000)",
        ),
        ("attest a、b and c", "(and (attest a b) c)"),
        ("x is not 3 million", "(NotEqual x 3000000)"),
        ("面积 ≥ ３０００ m2", "(AtLeast 面积 3000[m2])"),
        ("x >= 20个工作日 and y >= 3 day", "(and (AtLeast x 20[working days]) (AtLeast y 3[days]))"),
        ("`县（市、区）` = `base`", "(Equal 县（市、区） base)"),
        ("x = \"a \\\"b\\\"\\n\"", "(Equal x \"a \\\"b\\\"\\n\")"),
        ("{} = x", "(Equal {} x)"),
    ];
    for (source, expected) in cases {
        assert_eq!(shape(&line(source).condition), expected, "{source}");
    }
}

#[test]
fn both_orders_of_a_rate_are_one_program() {
    let strip = |source: &str| shape(&line(source).condition);
    assert_eq!(strip("每10万 常住人口 康复医师数 不低于8"), strip("康复医师数 per 10万 常住人口 >= 8"));
    assert_eq!(strip("每10万 康复医师数 不低于8"), strip("康复医师数 per 100000 >= 8"));
}

#[test]
fn due_dates_take_bare_years() {
    let due = |source: &str| line(source).due.map(|due| (shape(&due.date), due.span.of(source).to_string()));
    let cases = [
        ("x by 2025", "@2025", "by 2025"),
        ("x by the end of 2025  # soon", "@2025", "by the end of 2025"),
        ("x 到2025年", "@2025", "到2025年"),
        ("x 到 2025年底", "@2025-12-31", "到 2025年底"),
        ("x 截至2021年10月", "@2021-10", "截至2021年10月"),
        ("x by 2021-10-31", "@2021-10-31", "by 2021-10-31"),
        ("x by accepted_on + 20 working days", "(+ accepted_on 20[working days])", "by accepted_on + 20 working days"),
        ("x by month_end(a)", "(MonthEnd a)", "by month_end(a)"),
    ];
    for (source, date, text) in cases {
        assert_eq!(due(source), Some((date.to_string(), text.to_string())), "{source}");
    }
}

#[test]
fn a_ladder_is_one_line() {
    let found = line("in principle strive \"力争\" x >= 6 by 2022 then target >= 8 by 2025 then between 9 and 10");
    let force = found.force.unwrap();
    assert_eq!(
        (force.force, force.in_principle, force.source.unwrap().value),
        (Force::Strive, true, "力争".to_string())
    );
    let [first, second] = found.stages.as_slice() else { panic!("two stages") };
    assert_eq!(first.force.as_ref().map(|force| force.force), Some(Force::Target));
    let StageComparison::Compare(Comparison::AtLeast, value) = &first.comparison else { panic!("a comparison") };
    assert_eq!(shape(value), "8");
    assert!(matches!(second.comparison, StageComparison::Between(..)) && second.force.is_none());
}

#[test]
fn a_file_that_is_one_requirement_omits_its_force() {
    let ast = good("beds >= 5 by 2025 cite \"1\" note \"why\" responsible HC");
    assert_eq!(ast.items.len(), 4);
    assert!(line("beds >= 5").force.is_none());
}

#[test]
fn declarations_have_their_shapes() {
    let ast = good(samples::VOCABULARY);
    assert_eq!((ast.items.len(), ast.comments.len()), (12, 2));
    assert!(ast.comments.iter().all(|comment| !comment.own_line && comment.text.starts_with("# wh")));
    let Some(Item::Entity(hospital)) = ast.items.get(5) else { panic!("an entity") };
    let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    assert_eq!(
        [text(&hospital.parent), text(&hospital.from), text(&hospital.until)],
        ["region", "opened_on", "closed_on"]
    );
    assert!(hospital.span.of(samples::VOCABULARY).ends_with("follow_up}\n}"));
    let types: Vec<bool> = hospital.fields.iter().map(|field| matches!(field.of_type, Type::Named(_))).collect();
    assert_eq!(types, [false, false, false, true, true, true, false]);
    let lets: Vec<&LetBody> =
        ast.items.iter().filter_map(|item| if let Item::Let(one) = item { Some(&one.body) } else { None }).collect();
    assert!(
        matches!(lets.as_slice(), [LetBody::Set { .. }, LetBody::Set { .. }, LetBody::Set { .. }, LetBody::Steps(steps), LetBody::Input(_), LetBody::Value(_)] if steps.len() == 2)
    );
}

#[test]
fn type_words_are_held_in_english() {
    let ast = good("实体 e { a: 数值 b: 是否 c: 日期 d: 文本 f: `数值` }");
    let Some(Item::Entity(entity)) = ast.items.first() else { panic!("an entity") };
    let types =
        entity.fields.iter().map(|field| if let Type::Named(name) = &field.of_type { name.text.as_str() } else { "" });
    assert_eq!(types.collect::<Vec<_>>(), ["number", "flag", "date", "text", "数值"]);
}

#[test]
fn policies_hold_their_members() {
    let ast = good(samples::POLICY);
    let [Item::Policy(policy)] = ast.items.as_slice() else { panic!("one policy") };
    assert_eq!(policy.territory.as_ref().map(|territory| territory.id.value.as_str()), Some("330800"));
    assert!(policy.from.is_some() && policy.until.is_some_and(|until| until.period.is_year()));
    assert_eq!((policy.close.of(samples::POLICY), policy.members.len()), ("}", 11));
    let lets: Vec<usize> = policy
        .members
        .iter()
        .filter_map(|item| if let Item::ReadingLet(one) = item { Some(one.lets.len()) } else { None })
        .collect();
    assert_eq!(lets, [1, 2]);
    let Some(Item::Rule(rule)) = policy.members.get(8) else { panic!("a rule") };
    let Some(ClauseKind::Reading { clauses, braced, .. }) = rule.clauses.get(2).map(|clause| &clause.kind) else {
        panic!("a reading")
    };
    assert!(*braced && clauses.len() == 2 && rule.clauses.len() == 5);
    assert!(rule.span.of(samples::POLICY).starts_with("rule nursing_beds") && rule.close.of(samples::POLICY) == "}");
}

#[test]
fn spans_end_at_the_last_token() {
    let source = "rule r {\n  target (a + b) per 1000  # why\n   c >= 5   by 2025   # end\n\n  cite \"1\"  \n}";
    let ast = good(source);
    let [Item::Rule(rule)] = ast.items.as_slice() else { panic!("one rule") };
    let [Clause { kind: ClauseKind::Line(line), span }, cite] = rule.clauses.as_slice() else { panic!("two clauses") };
    assert!(span.of(source).starts_with("target (a") && span.of(source).ends_with("by 2025"));
    assert_eq!(cite.span.of(source), "cite \"1\"");
    let ExprKind::Compare { left, right, .. } = &line.condition.kind else { panic!("a comparison") };
    assert!(line.condition.span.of(source).starts_with("(a + b)") && line.condition.span.of(source).ends_with(">= 5"));
    assert!(left.span.of(source).ends_with("c") && right.span.of(source) == "5");
    let ExprKind::Per { numerator, .. } = &left.kind else { panic!("a rate") };
    assert_eq!(numerator.span.of(source), "a + b");
}

#[test]
fn every_span_of_a_tree_is_without_blanks_at_its_ends() {
    for source in samples::programs() {
        // the tree prints its spans as `Span { start: 1, end: 2 }`
        let tree = format!("{:?}", good(source));
        let mut seen = 0;
        for part in tree.split("Span { start: ").skip(1) {
            let mut numbers = part.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
            let (start, end): (usize, usize) =
                (numbers.next().unwrap().parse().unwrap(), numbers.next().unwrap().parse().unwrap());
            let text = Span::new(start, end).of(source);
            assert!(!text.is_empty() && text == text.trim(), "{text:?} in {source}");
            seen += 1;
        }
        assert!(seen > 2, "{source}");
    }
}

#[test]
fn aggregates_tell_values_from_tests() {
    let found = line("all(hospital where a with b)").condition;
    let ExprKind::Aggregate(aggregate) = found.kind else { panic!("an aggregate") };
    assert_eq!(aggregate.kind, AggregateKind::All);
    assert!(aggregate.value.is_none() && aggregate.condition.is_some() && aggregate.test.is_some());
}
