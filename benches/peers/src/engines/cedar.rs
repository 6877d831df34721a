//! Cedar, by the crate `cedar-policy`. It has whole numbers of 64 bits and no division, so each comparison is multiplied out;
//! one that overflows or reads what is missing is an error.

use cedar_policy::{Context, Entities, EntityUid, EvalResult, Expression, Request, RestrictedExpression, eval_expression};
use dabiao_benches::rules::NAMES;

use super::Peer;
use crate::rules::{Compare, NOT_MET, RULES, Row, Rule, UNKNOWN};

pub struct Cedar {
    rules: Vec<Expression>,
    nobody: EntityUid,
    entities: Entities,
}

/// `part * per * denominator OP numerator * whole`.
fn compare(compare: &Compare) -> String {
    let parts: Vec<String> = compare.part.iter().map(|field| format!("context.{field}")).collect();
    let (numerator, denominator) = compare.bound;
    let left = format!("({}) * {}", parts.join(" + "), compare.per * denominator);
    let right = compare.whole.map_or(numerator.to_string(), |whole| format!("context.{whole} * {numerator}"));
    format!("{left} {} {right}", compare.op)
}

fn as_cedar(rule: &Rule) -> String {
    rule.clauses.iter().rev().fold(NOT_MET.to_string(), |otherwise, (verdict, all)| {
        let all: Vec<String> = all.iter().map(compare).collect();
        format!("if {} then {verdict} else ({otherwise})", all.join(" && "))
    })
}

impl Cedar {
    pub fn new(rules: &[Rule]) -> Cedar {
        let rules = rules.iter().map(|rule| as_cedar(rule).parse().expect("Cedar parses")).collect();
        let nobody = r#"Region::"any""#.parse().expect("an entity");
        Cedar { rules, nobody, entities: Entities::empty() }
    }
}

impl Peer for Cedar {
    type Bound = Request;

    fn name(&self) -> &'static str {
        "cedar-policy"
    }

    fn knows_decimals(&self) -> bool {
        false
    }

    fn bind(&mut self, row: &Row, _scale: i64) -> Request {
        let known = NAMES.iter().zip(row).filter_map(|(name, value)| Some((name, (*value)?)));
        let pairs = known.map(|(name, value)| ((*name).to_owned(), RestrictedExpression::new_long(value)));
        let context = Context::from_pairs(pairs).expect("a context");
        let nobody = || self.nobody.clone();
        Request::new(nobody(), nobody(), nobody(), context, None).expect("a request")
    }

    fn judge(&mut self, bound: &mut Request) -> [u8; RULES] {
        std::array::from_fn(|at| match eval_expression(bound, &self.entities, &self.rules[at]) {
            Ok(EvalResult::Long(code)) => code as u8,
            _ => UNKNOWN,
        })
    }
}
