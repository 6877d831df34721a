//! CEL, by the crate `cel`. It has no mixed arithmetic, so each field is read as `double(field)`.

use cel::{Context, Program, Value};

use super::{Number, Peer, Style, number};
use crate::rules::{RULES, Row, Rule, UNKNOWN};
use dabiao_benches::rules::NAMES;

const STYLE: Style = Style {
    field: |field| format!("double({field})"),
    number: |number| format!("{number:?}"),
    choice: |condition, then, otherwise| format!("{condition} ? {then} : ({otherwise})"),
    and: " && ",
};

pub struct Cel(Vec<Program>);

impl Cel {
    pub fn new(rules: &[Rule]) -> Cel {
        Cel(rules.iter().map(|rule| Program::compile(&STYLE.rule(rule)).expect("CEL compiles")).collect())
    }
}

impl Peer for Cel {
    type Bound = Context<'static, 'static>;

    fn name(&self) -> &'static str {
        "cel"
    }

    fn bind(&mut self, row: &Row, scale: i64) -> Self::Bound {
        let mut context = Context::default();
        for (name, value) in NAMES.iter().zip(row) {
            let value = match value.map(|value| number(value, scale)) {
                None => Value::Null,
                Some(Number::Whole(value)) => Value::Int(value),
                Some(Number::Float(value)) => Value::Float(value),
            };
            context.add_variable_from_value(*name, value);
        }
        context
    }

    fn judge(&mut self, bound: &mut Self::Bound) -> [u8; RULES] {
        std::array::from_fn(|at| match self.0[at].execute(bound) {
            Ok(Value::Int(code)) => code as u8,
            _ => UNKNOWN,
        })
    }
}
