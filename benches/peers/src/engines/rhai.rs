//! Rhai: a scope for a row, an expression compiled for each rule. Whole numbers divide with the remainder cut off, so each
//! field is read as `1.0 * field`.

use dabiao_benches::rules::NAMES;
use rhai::{AST, Dynamic, Engine, Scope};

use super::{Number, Peer, Style, number};
use crate::rules::{RULES, Row, Rule, UNKNOWN};

const STYLE: Style = Style {
    field: |field| format!("(1.0 * {field})"),
    number: |number| format!("{number:?}"),
    choice: |condition, then, otherwise| format!("if {condition} {{ {then} }} else {{ {otherwise} }}"),
    and: " && ",
};

pub struct Rhai {
    engine: Engine,
    rules: Vec<AST>,
}

impl Rhai {
    pub fn new(rules: &[Rule]) -> Rhai {
        let engine = Engine::new();
        let rules = rules.iter().map(|rule| engine.compile_expression(STYLE.rule(rule)).expect("Rhai compiles")).collect();
        Rhai { engine, rules }
    }
}

impl Peer for Rhai {
    type Bound = Scope<'static>;

    fn name(&self) -> &'static str {
        "rhai"
    }

    fn bind(&mut self, row: &Row, scale: i64) -> Scope<'static> {
        let mut scope = Scope::new();
        for (name, value) in NAMES.iter().zip(row) {
            let value = match value.map(|value| number(value, scale)) {
                None => Dynamic::UNIT,
                Some(Number::Whole(value)) => value.into(),
                Some(Number::Float(value)) => value.into(),
            };
            scope.push_dynamic(*name, value);
        }
        scope
    }

    fn judge(&mut self, bound: &mut Scope<'static>) -> [u8; RULES] {
        std::array::from_fn(|at| {
            let found = self.engine.eval_ast_with_scope::<i64>(bound, &self.rules[at]);
            found.map_or(UNKNOWN, |code| code as u8)
        })
    }
}
