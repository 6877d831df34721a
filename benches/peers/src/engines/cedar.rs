//! Cedar, by the crate `cedar-policy`: a permit for each rule, satisfied where it is met; the row is the context. It has
//! whole numbers of 64 bits, no division, and no word for what is not applicable: comparisons are cross-multiplied.

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
use dabiao_benches::rules::NAMES;

use super::Peer;
use crate::rules::{Compare, MET, NOT_MET, RULES, Row, Rule, UNKNOWN};

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    someone: [EntityUid; 3],
}

fn compare(compare: &Compare) -> String {
    let fields: Vec<String> = compare.part.iter().map(|field| format!("context.{field}")).collect();
    let (numerator, denominator) = compare.bound;
    let right = compare.whole.map_or(numerator.to_string(), |whole| format!("{numerator} * context.{whole}"));
    format!("({}) * {} {} {right}", fields.join(" + "), compare.per * denominator, compare.op)
}

fn as_cedar((at, rule): (usize, &Rule)) -> String {
    let condition = rule.clauses.iter().rev().fold("false".to_owned(), |otherwise, (verdict, all)| {
        let all: Vec<String> = all.iter().map(compare).collect();
        format!("if {} then {} else ({otherwise})", all.join(" && "), *verdict == MET)
    });
    format!("@id(\"{at}\") permit(principal, action, resource) when {{ {condition} }};\n")
}

impl Cedar {
    pub fn new(rules: &[Rule]) -> Cedar {
        let text: String = rules.iter().enumerate().map(as_cedar).collect();
        let policies = text.parse().expect("Cedar parses");
        let someone = [r#"Analyst::"a""#, r#"Action::"judge""#, r#"Region::"r""#].map(|uid| uid.parse().expect("an id"));
        Cedar { authorizer: Authorizer::new(), policies, someone }
    }
}

impl Peer for Cedar {
    type Bound = Request;

    fn name(&self) -> &'static str {
        "cedar-policy"
    }

    fn bind(&mut self, row: &Row, _: i64) -> Request {
        let known = NAMES.iter().zip(row).filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?)));
        let known = known.map(|(name, value)| (name, RestrictedExpression::new_long(value)));
        let context = Context::from_pairs(known).expect("names differ");
        let [principal, action, resource] = self.someone.clone();
        Request::new(principal, action, resource, context, None).expect("there is no schema to break")
    }

    fn judge(&mut self, request: &mut Request) -> [u8; RULES] {
        let response = self.authorizer.is_authorized(request, &self.policies, &Entities::empty());
        let mut codes = [NOT_MET; RULES];
        let place = |id: &str| id.strip_prefix("policy").and_then(|at| at.parse::<usize>().ok());
        for id in response.diagnostics().reason() {
            place(id.as_ref()).into_iter().for_each(|at| codes[at] = MET);
        }
        for error in response.diagnostics().errors() {
            let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
            place(error.policy_id().as_ref()).into_iter().for_each(|at| codes[at] = UNKNOWN);
        }
        codes
    }

    fn knows_not_applicable(&self) -> bool {
        false
    }

    fn knows_decimals(&self) -> bool {
        false
    }
}
