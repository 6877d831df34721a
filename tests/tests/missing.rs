//! Missing facts against brute force: random conditions over random tables with empty cells are evaluated once as they
//! are, and once for every way to fill the cells. A verdict that is decided must be that of every filling, and the
//! verdicts said to be possible must include all that are found.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use dabiao::evaluate::verdict::Verdict;
use dabiao::evaluate::{Options, evaluate};
use dabiao::facts::{RawCell, Table, from_tables};
use dabiao::program::Program;
use dabiao::{Library, compile};

const VOCABULARY: &str = "
unit persons whole
entity region in region { big: flag  people, nurses: persons }
entity house in region { open, public: flag  level: ordered {I < II < III}  staff: persons }
";

/// What a column may hold when its cell is filled; quantities beyond the constants of the conditions behave alike.
const QUANTITIES: &[&str] = &["0", "1", "2", "3", "4", "9"];
const FLAGS: &[&str] = &["yes", "no"];
const LEVELS: &[&str] = &["I", "II", "III"];

/// A fixed sequence of numbers (Knuth's MMIX linear congruential generator, its upper bits).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn member_condition(&mut self) -> &'static str {
        self.pick(&[
            "open",
            "public",
            "level >= II",
            "level = I",
            "staff >= 2",
            "open and level >= II",
            "not public",
            "staff * 2 > people_of",
        ])
    }

    fn condition(&mut self, depth: usize) -> String {
        if depth > 0 && self.below(3) > 0 {
            let (left, right) = (self.condition(depth - 1), self.condition(depth - 1));
            return match self.below(5) {
                0 => format!("({left}) and ({right})"),
                1 => format!("({left}) or ({right})"),
                2 => format!("not ({left})"),
                3 => format!("(if {} then ({left}) else ({right}))", self.pick(&["big", "people > 2", "nurses >= 3"])),
                _ => format!("(if {} then ({left}))", self.pick(&["big", "people > 2"])),
            };
        }
        let where_clause = self.member_condition().replace("staff * 2 > people_of", "staff > 1");
        let test = self.member_condition().replace("staff * 2 > people_of", "staff > 1");
        match self.below(14) {
            0 => "big".to_string(),
            1 => format!("people {} {}", self.pick(&[">=", ">", "<=", "<", "="]), self.below(4)),
            2 => format!("nurses between 1 and {}", 1 + self.below(3)),
            3 => "people + nurses >= 3".to_string(),
            4 => "nurses per 2 people >= 1".to_string(),
            5 => "nurses >= 50% of people".to_string(),
            6 => "people : nurses <= 2:1".to_string(),
            7 => format!("count(house where {where_clause}) {} {}", self.pick(&[">=", "<=", "="]), self.below(3)),
            8 => format!("sum(staff over house where {where_clause}) >= {}", self.below(5)),
            9 => format!("share(house where {where_clause} with {test}) >= 50%"),
            10 => format!("any(house where {where_clause})"),
            11 => format!("all(house where {where_clause} with {test})"),
            12 => format!("average(staff over house where {where_clause}) >= {}", self.below(4)),
            _ => format!("max(staff over house where {where_clause}) >= {}", self.below(4)),
        }
    }
}

/// The tables as texts, an empty text for an empty cell.
#[derive(Clone)]
struct World {
    region: Vec<String>,
    houses: Vec<Vec<String>>,
}

fn domain(table: usize, column: usize) -> &'static [&'static str] {
    match (table, column) {
        (0, 0) | (1, 0 | 1) => FLAGS,
        (1, 2) => LEVELS,
        _ => QUANTITIES,
    }
}

impl World {
    /// Two or three houses, at most four empty cells.
    fn random(sequence: &mut Sequence) -> World {
        let mut fill = |table: usize, columns: usize| -> Vec<String> {
            (0..columns).map(|column| sequence.pick(domain(table, column)).to_string()).collect()
        };
        let region = fill(0, 3);
        let houses = vec![fill(1, 4), fill(1, 4)];
        let mut world = World { region, houses };
        for _ in 0..4 {
            let at = sequence.below(11);
            *world.cell(at) = String::new();
        }
        world
    }

    fn cell(&mut self, at: usize) -> &mut String {
        if at < 3 { &mut self.region[at] } else { &mut self.houses[(at - 3) / 4][(at - 3) % 4] }
    }

    /// Every way to fill the empty cells.
    fn fillings(&self) -> Vec<World> {
        let mut worlds = vec![self.clone()];
        for at in 0..11 {
            if self.clone().cell(at).is_empty() {
                let values = if at < 3 { domain(0, at) } else { domain(1, (at - 3) % 4) };
                let fill = |world: &World| {
                    values
                        .iter()
                        .map(|value| {
                            let mut filled = world.clone();
                            *filled.cell(at) = (*value).to_string();
                            filled
                        })
                        .collect::<Vec<_>>()
                };
                worlds = worlds.iter().flat_map(fill).collect();
            }
        }
        worlds
    }

    fn judge(&self, program: &Program) -> (Verdict, Vec<Verdict>) {
        let cell = |text: &String| RawCell::from(text.as_str());
        let row = |ids: [&str; 2], cells: &[String]| {
            ids.into_iter().map(RawCell::from).chain(cells.iter().map(cell)).collect::<Vec<_>>()
        };
        let region = Table::new("region", ["id", "in", "big", "people", "nurses"]).row(row(["R", ""], &self.region));
        let mut house = Table::new("house", ["id", "in", "open", "public", "level", "staff"]);
        for (at, cells) in self.houses.iter().enumerate() {
            house.push_row(row([&format!("h{at}"), "R"], cells));
        }
        let (facts, _) = from_tables(program, &[region, house]).unwrap();
        let verdicts = evaluate(program, &facts, &Options::on("2026-01-01".parse().unwrap()));
        let subject = verdicts.subjects.first().unwrap();
        (subject.verdict.unwrap(), subject.lines[0].stages[0].possible.clone())
    }
}

#[test]
fn no_filling_of_the_empty_cells_contradicts_the_verdict() {
    let mut sequence = Sequence(7);
    let (mut decided, mut open) = (0, 0);
    for round in 0..400 {
        let condition = sequence.condition(2);
        let source = format!("{VOCABULARY}\nrule r {{ for each region shall ({condition}) }}");
        let program = compile(&source, &Library::default()).map(|compiled| compiled.program);
        let program = program.map_err(|faults| format!("{condition}: {faults:?}")).unwrap();
        let world = World::random(&mut sequence);
        let (verdict, possible) = world.judge(&program);
        // A rate over a zero base is not applicable; a missing base is never zero, so such fillings do not count.
        let fillings = world.fillings().into_iter().filter(|filled| {
            let base_is_zero = |at: usize| world.region[at].is_empty() && filled.region[at] == "0";
            !(base_is_zero(1) && condition.contains("people") || base_is_zero(2) && condition.contains(": nurses"))
        });
        let found: BTreeSet<Verdict> = fillings.map(|filled| filled.judge(&program).0).collect();
        if verdict == Verdict::Undetermined {
            open += 1;
            let possible: BTreeSet<Verdict> = possible.into_iter().collect();
            assert!(found.is_subset(&possible), "round {round}: {condition}: {found:?} beyond {possible:?}");
        } else {
            decided += 1;
            assert_eq!(
                found,
                BTreeSet::from([verdict]),
                "round {round}: {condition}: {:?} {:?}",
                world.region,
                world.houses
            );
        }
    }
    assert!(decided > 100 && open > 50, "{decided} decided, {open} open");
}
