//! All bundled policies over a whole country: counties, cities, and a million institutions. The floor is by hand for an
//! excerpt of seven rules; the rules of all policies stand beside it.

use dabiao::evaluate::{ColumnOptions, Columns, Options, Plan, evaluate};
use dabiao::facts::Facts;
use dabiao_benches::Failure;
use dabiao_benches::agree::same;
use dabiao_benches::floor::code::{NO_SUBJECT, NOT_APPLICABLE};
use dabiao_benches::floor::{EXCERPT, judge_country};
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::national::{Country, load};
use dabiao_benches::rules::{AS_OF, compile};

fn main() -> Result<(), Failure> {
    let session = Session::start();
    let library = dabiao_policies::library()?;
    let options = Options::on(AS_OF.parse()?);
    let excerpt = Plan::new(compile(EXCERPT, library)?, &options);
    let country = Country::new(session.size(1_000_000, 300));
    let texts = country.texts(excerpt.program())?;
    let facts = load(excerpt.program(), &texts)?;
    let mut plans = Vec::new();
    for (name, text) in dabiao_policies::SOURCES {
        let program = compile(text, library)?;
        // Policies over one vocabulary number its entities alike, so that they can share facts.
        if format!("{:?}", program.entities) != format!("{:?}", excerpt.program().entities) {
            return Err(format!("{name} has other entities").into());
        }
        if !program.rules.is_empty() {
            plans.push((*name, Plan::new(program, &options)));
        }
    }
    if session.is_quick() {
        plans.iter().try_for_each(|(name, plan)| as_the_reference(name, plan, &facts))?;
    }
    agree(&country, &excerpt.columns(&facts, ColumnOptions::default()))?;

    let one = ColumnOptions { threads: 1 };
    let two = ColumnOptions { threads: 2 };
    let institutions = country.institutions.len();
    let work = Work::Each(institutions, "an institution");
    let contenders = vec![
        Contender::new("floor: by hand, one thread", || judge_country(&country)),
        Contender::new("dabiao, one thread", || excerpt.columns(&facts, one)),
        Contender::new("dabiao, two threads", || excerpt.columns(&facts, two)),
    ];
    session.race(&format!("an excerpt of 7 rules, {institutions} institutions"), work, contenders);

    let all = |options| plans.iter().map(|(_, plan)| plan.columns(&facts, options)).collect::<Vec<_>>();
    let rules: usize = plans.iter().map(|(_, plan)| plan.program().rules.len()).sum();
    let mut contenders = vec![
        Contender::new("floor of the excerpt", || judge_country(&country)),
        Contender::new("all policies, one thread", || all(one)),
        Contender::new("all policies, two threads", || all(two)),
    ];
    for (name, plan) in &plans {
        let title = format!("{name}, {} rules, one thread", plan.program().rules.len());
        contenders.push(Contender::new(title, || plan.columns(&facts, one)));
    }
    session.race(&format!("all {rules} rules, {institutions} institutions"), work, contenders);

    let cells = || texts.iter().map(|(_, text)| text.bytes().filter(|byte| matches!(byte, b',' | b'\n')).count());
    let contenders = vec![
        Contender::new("floor: the cells counted", || cells().sum::<usize>()),
        Contender::new("from CSV to facts", || load(excerpt.program(), &texts)),
    ];
    let bytes = texts.iter().map(|(_, text)| text.len()).sum();
    session.race(&format!("all fields of {institutions} institutions"), Work::Bytes(bytes), contenders);
    Ok(())
}

/// The columns find of the excerpt what the floor finds.
fn agree(country: &Country, columns: &Columns) -> Result<(), Failure> {
    for (at, floor) in judge_country(country).iter().enumerate() {
        let codes = columns.rule(at).map_or(&[][..], |rule| rule.codes());
        let subjects: Vec<u8> = codes.iter().copied().filter(|code| *code != NO_SUBJECT).collect();
        same(&format!("rule {at} of the excerpt"), floor, &subjects)?;
    }
    Ok(())
}

/// The columns find what the reference evaluator finds.
fn as_the_reference(name: &str, plan: &Plan, facts: &Facts) -> Result<(), Failure> {
    let reference = evaluate(plan.program(), facts, plan.options());
    let columns = plan.columns(facts, ColumnOptions::default());
    for (at, rule) in columns.rules().iter().enumerate() {
        let of_rule = reference.subjects.iter().filter(|subject| subject.rule == at);
        let expected: Vec<u8> = of_rule.map(|subject| subject.verdict.map_or(9, |verdict| verdict as u8 + 1)).collect();
        let found: Vec<u8> = rule.codes().iter().copied().filter(|code| *code != NO_SUBJECT).collect();
        same(&format!("{name}, rule {at}, by the reference evaluator"), &expected, &found)?;
    }
    let applicable =
        columns.rules().iter().flat_map(|rule| rule.codes()).any(|code| !matches!(*code, NO_SUBJECT | NOT_APPLICABLE));
    if applicable { Ok(()) } else { Err(format!("{name}: nothing is judged").into()) }
}
