//! The stages before any verdict: parse, check and plan for 1, 100 and 10,000 rules; and CSV to facts. The floor of a text
//! only cuts it into words and looks each of them up, and beside it pest does no more; the floor of a table only makes its numbers, and checks that they are.

use std::collections::HashMap;

use dabiao::Library;
use dabiao::evaluate::{Options, Plan};
use dabiao::facts::{from_csv, from_tables};
use dabiao::program::check_parsed;
use dabiao::syntax::{Limits, parse};
use dabiao_benches::Failure;
use dabiao_benches::facts::Fields;
use dabiao_benches::measure::{Contender, Session, Work};
use dabiao_benches::pest_words;
use dabiao_benches::rules::{self, FIELDS, Numbers};

fn main() -> Result<(), Failure> {
    let session = Session::start();
    for count in [1, 100, session.size(10_000, 200)] {
        texts(session, count)?;
    }
    tables(session, 0)?;
    tables(session, 10)
}

fn texts(session: Session, count: usize) -> Result<(), Failure> {
    let text = rules::many(count);
    let limits = Limits { source_bytes: 1 << 24, ..Limits::default() };
    let library = Library::default();
    let parsed = parse(&text, &limits);
    let (program, faults) = check_parsed(&parsed, &library);
    let program = std::sync::Arc::new(program.ok_or(format!("{faults:?}"))?);
    let options = Options::on(rules::AS_OF.parse()?);
    if program.rules.len() != count || program.rules.len() != rules_of(&text) {
        return Err(format!("{} rules of {count}", program.rules.len()).into());
    }
    pest_words::count(&text).ok_or("pest cuts no words")?;
    let contenders = vec![
        Contender::new("floor: cut into words, each looked up", || words(&text)),
        Contender::new("cut into words by pest", || pest_words::count(&text)),
        Contender::new("parse", || parse(&text, &limits)),
        Contender::new("check", || check_parsed(&parsed, &library)),
        Contender::new("plan", || Plan::new(std::sync::Arc::clone(&program), &options)),
        Contender::new("parse, check and plan", || {
            let (program, _) = check_parsed(&parse(&text, &limits), &library);
            program.map(|program| Plan::new(program, &options))
        }),
    ];
    session.race(&format!("{count} rules, {} bytes", text.len()), Work::Each(count, "a rule"), contenders);
    Ok(())
}

/// The words of a text, each by the number of its first place.
fn words(text: &str) -> Vec<usize> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let separators = |letter: char| letter.is_whitespace() || "(){},:".contains(letter);
    let words = text.split(separators).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let next = known.len();
            *known.entry(word).or_insert(next)
        })
        .collect()
}

fn rules_of(text: &str) -> usize {
    text.lines().filter(|line| line.trim_start().starts_with("rule ")).count()
}

fn tables(session: Session, missing: u64) -> Result<(), Failure> {
    let fields = Fields::new(session.size(200_000, 2_000), Numbers::Whole, missing);
    let plan = rules::plan(Numbers::Whole)?;
    let text = fields.csv()?;
    let columns = columns(text.as_bytes()).ok_or("a cell is no number")?;
    let facts = fields.facts(&plan)?;
    if columns.iter().zip(&fields.values).any(|(made, values)| made != values) || facts.len() != fields.len() {
        return Err("the floor or dabiao reads another table".into());
    }
    let contenders = vec![
        Contender::new("floor: numbers into columns", || self::columns(text.as_bytes())),
        Contender::new("CSV to table", || from_csv("region.csv", &text)),
        Contender::new("CSV to facts", || {
            from_tables(plan.program(), &[from_csv("region.csv", &text)]).map(|(facts, _)| facts)
        }),
    ];
    let title = format!("CSV, {} rows of an id and {FIELDS} numbers, {missing} % missing", fields.len());
    session.race(&title, Work::Bytes(text.len()), contenders);
    Ok(())
}

/// The columns of a table of whole numbers; none where a cell is anything else. A missing number is 0.
fn columns(text: &[u8]) -> Option<[Vec<i64>; FIELDS]> {
    let mut columns: [Vec<i64>; FIELDS] = std::array::from_fn(|_| Vec::new());
    for line in text.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.is_empty()) {
        let mut cells = line.split(|byte| *byte == b',').skip(1);
        for column in &mut columns {
            column.push(number(cells.next()?)?);
        }
    }
    Some(columns)
}

fn number(cell: &[u8]) -> Option<i64> {
    cell.iter().try_fold(0i64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number.checked_mul(10)?.checked_add(i64::from(digit)))?
    })
}
