//! ZEN, by the crate `zen-expression`. Its numbers are decimals of 28 digits.

use dabiao_benches::rules::NAMES;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use zen_expression::Isolate;
use zen_expression::expression::Standard;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;

use super::{Peer, Style};
use crate::rules::{RULES, Row, Rule, UNKNOWN};

const STYLE: Style = Style {
    field: str::to_owned,
    number: |number| number.to_string(),
    choice: |condition, then, otherwise| format!("{condition} ? {then} : ({otherwise})"),
    and: " and ",
};

pub struct Zen {
    rules: Vec<zen_expression::Expression<Standard>>,
    vm: VM,
}

impl Zen {
    pub fn new(rules: &[Rule]) -> Zen {
        let mut isolate = Isolate::new();
        let compiled = rules.iter().map(|rule| isolate.compile_standard(&STYLE.rule(rule)).expect("ZEN compiles"));
        Zen { rules: compiled.collect(), vm: VM::new() }
    }
}

impl Peer for Zen {
    type Bound = Variable;

    fn name(&self) -> &'static str {
        "zen-expression"
    }

    fn bind(&mut self, row: &Row, scale: i64) -> Variable {
        let places = if scale == 1 { 0 } else { 2 };
        let object = Variable::empty_object();
        for (name, value) in NAMES.iter().zip(row) {
            let value = value.map_or(Variable::Null, |value| Variable::Number(Decimal::new(value, places)));
            object.dot_insert(name, value);
        }
        object
    }

    fn judge(&mut self, bound: &mut Variable) -> [u8; RULES] {
        std::array::from_fn(|at| match self.rules[at].evaluate_with(bound.clone(), &mut self.vm) {
            Ok(Variable::Number(code)) => code.to_u8().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        })
    }
}
