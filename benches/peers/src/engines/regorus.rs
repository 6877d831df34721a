//! Rego, by the crate `regorus`: one package with a rule for each rule. A clause that reads
//! what is missing is undefined, and so is the rule.

use std::collections::BTreeSet;

use dabiao_benches::rules::NAMES;
use regorus::{Engine, Value};

use super::{Number, Peer, Style, number};
use crate::rules::{NOT_MET, RULES, Row, Rule, UNKNOWN};

const STYLE: Style = Style {
    field: |field| format!("input.{field}"),
    number: |number| number.to_string(),
    choice: |_, _, _| String::new(),
    and: "; ",
};

pub struct Regorus {
    engine: Engine,
    paths: Vec<String>,
}

/// Every clause first asks that all fields of the rule are known.
fn as_rego(rule: &Rule) -> String {
    let compares = rule.clauses.iter().flat_map(|(_, all)| all);
    let fields: BTreeSet<&str> = compares.flat_map(|compare| compare.part.iter().copied().chain(compare.whole)).collect();
    let known: Vec<String> = fields.iter().map(|field| format!("input.{field} >= 0")).collect();
    let known = known.join("; ");
    let mut text = String::new();
    for (at, (verdict, all)) in rule.clauses.iter().enumerate() {
        let body: Vec<String> = all.iter().map(|compare| STYLE.compare(compare)).collect();
        let head = if at == 0 { format!("{} := {verdict}", rule.name) } else { format!(" else := {verdict}") };
        text.push_str(&format!("{head} if {{ {known}; {} }}", body.join("; ")));
    }
    text.push_str(&format!(" else := {NOT_MET} if {{ {known} }}\n"));
    text
}

impl Regorus {
    pub fn new(rules: &[Rule]) -> Regorus {
        let mut engine = Engine::new();
        let text = format!("package twenty\nimport rego.v1\n{}", rules.iter().map(as_rego).collect::<String>());
        engine.add_policy("twenty.rego".to_owned(), text).expect("Rego parses");
        Regorus { engine, paths: rules.iter().map(|rule| format!("data.twenty.{}", rule.name)).collect() }
    }
}

impl Peer for Regorus {
    type Bound = Value;

    fn name(&self) -> &'static str {
        "regorus"
    }

    fn bind(&mut self, row: &Row, scale: i64) -> Value {
        let mut object = Value::new_object();
        for (name, value) in NAMES.iter().zip(row) {
            let value = match value.map(|value| number(value, scale)) {
                None => continue,
                Some(Number::Whole(value)) => Value::from(value),
                Some(Number::Float(value)) => Value::from(value),
            };
            object.as_object_mut().expect("an object").insert(Value::from(*name), value);
        }
        object
    }

    fn judge(&mut self, bound: &mut Value) -> [u8; RULES] {
        self.engine.set_input(bound.clone());
        std::array::from_fn(|at| {
            let code = self.engine.eval_rule(self.paths[at].clone()).ok().and_then(|code| code.as_i64().ok());
            code.map_or(UNKNOWN, |code| code as u8)
        })
    }
}
