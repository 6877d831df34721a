//! JSONLogic, by the crate `datalogic-rs`: a session whose arena is reset after each row.

use bumpalo::Bump;
use dabiao_benches::rules::NAMES;
use datalogic_rs::datavalue::OwnedDataValue;
use datalogic_rs::{Engine, EvaluationConfig, Logic};
use serde_json::{Value, json};

use super::{Peer, number};
use crate::rules::{Compare, NOT_MET, RULES, Row, Rule, UNKNOWN};

pub struct Datalogic {
    engine: Engine,
    rules: Vec<Logic>,
    arena: Bump,
}

fn compare(compare: &Compare) -> Value {
    let fields: Vec<Value> = compare.part.iter().map(|field| json!({"var": field})).collect();
    let mut left = if fields.len() == 1 { fields[0].clone() } else { json!({"+": fields}) };
    if let Some(whole) = compare.whole {
        left = json!({"/": [left, {"var": whole}]});
    }
    if compare.per > 1 {
        left = json!({"*": [left, compare.per]});
    }
    let (numerator, denominator) = compare.bound;
    let bound = match denominator {
        1 => json!(numerator),
        _ => json!(numerator as f64 / denominator as f64),
    };
    json!({compare.op: [left, bound]})
}

fn as_logic(rule: &Rule) -> Value {
    let mut chain = Vec::new();
    for (verdict, all) in &rule.clauses {
        let all: Vec<Value> = all.iter().map(compare).collect();
        chain.push(if all.len() == 1 { all[0].clone() } else { json!({"and": all}) });
        chain.push(json!(verdict));
    }
    chain.push(json!(NOT_MET));
    json!({"if": chain})
}

impl Datalogic {
    pub fn new(rules: &[Rule]) -> Datalogic {
        let engine = Engine::builder().with_config(EvaluationConfig::safe_arithmetic()).build();
        let rules = rules.iter().map(|rule| engine.compile(&as_logic(rule).to_string()).expect("JSONLogic compiles"));
        Datalogic { rules: rules.collect(), engine, arena: Bump::new() }
    }
}

impl Peer for Datalogic {
    type Bound = OwnedDataValue;

    fn name(&self) -> &'static str {
        "datalogic-rs"
    }

    fn bind(&mut self, row: &Row, scale: i64) -> OwnedDataValue {
        let value = |value: Option<i64>| match value.map(|value| number(value, scale)) {
            None => OwnedDataValue::Null,
            Some(super::Number::Whole(value)) => OwnedDataValue::from(value),
            Some(super::Number::Float(value)) => OwnedDataValue::from(value),
        };
        OwnedDataValue::Object(NAMES.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), value(*cell))).collect())
    }

    fn judge(&mut self, bound: &mut OwnedDataValue) -> [u8; RULES] {
        self.arena.reset();
        let row = bound.to_arena(&self.arena);
        std::array::from_fn(|at| {
            let found = self.engine.evaluate(&self.rules[at], row, &self.arena);
            found.ok().and_then(|value| value.as_i64()).map_or(UNKNOWN, |code| code as u8)
        })
    }
}
