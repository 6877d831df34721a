//! Random rules over a fixed vocabulary.

use crate::generate::Random;

pub(super) const VOCABULARY: &str = "\
unit persons whole
unit beds whole
unit yuan
entity region in region {
  kind: one of {province, city, county}
  capital: flag
  grade: ordered {C < B < A}
  population, doctors: persons
  budget: yuan
  balance: number
  issued_on: date
  fields: set of {fund, plan, team}
  motto: text
}
entity hospital in region from opened_on until closed_on {
  level: ordered {I < II < III}
  public: flag
  opened_on, closed_on: date
  beds, rehab_beds: beds
  fee: yuan
  services: set of {assessment, treatment, guidance}
}
entity ward in hospital { places: beds  palliative: flag  grade: ordered {C < B < A} }
let county = region where kind = county
let city = region where kind = city
let large = hospital where level >= II
";

pub(super) fn declarations(random: &mut Random) -> Vec<String> {
    let floor = random.pick(&["let floor_of = 2 from 2021, 10 from 2025", "let floor_of = 10 from 2025, 50 from 2026"]);
    let all = ["let wanted: number", "let confirmed: flag", "let start: date", floor];
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// What the row in focus is.
#[derive(Clone, Copy, PartialEq)]
enum Focus {
    Region,
    Hospital,
    Ward,
}

pub(super) fn rule(random: &mut Random, at: usize) -> String {
    let (subjects, focus) = match random.below(8) {
        0 => ("", Focus::Region),
        1 => ("for each county", Focus::Region),
        2 => ("for each region", Focus::Region),
        3 => ("for each city", Focus::Region),
        4 | 5 => ("for each hospital", Focus::Hospital),
        6 => ("for each large", Focus::Hospital),
        _ => ("for each ward", Focus::Ward),
    };
    let mut writer = Writer { random, focus, attests: at == 0 };
    let mut text = format!("rule r{at} {{ {subjects}");
    if !subjects.is_empty() && writer.random.chance(35) {
        text.push_str(&format!(" where {}", writer.condition(1)));
    }
    if writer.random.chance(15) {
        text.push_str(&format!("\n  except when {} \"left out\"", writer.condition(1)));
    }
    for _ in 0..1 + writer.random.below(2) {
        text.push_str(&format!("\n  {}", writer.line()));
    }
    text.push_str(" }");
    text
}

struct Writer<'r> {
    random: &'r mut Random,
    focus: Focus,
    attests: bool,
}

impl Writer<'_> {
    fn line(&mut self) -> String {
        if self.random.chance(8) {
            return format!("eligible \"aid\" when {}", self.condition(2));
        }
        let force = self.random.pick(&["shall", "target", "must not", "in principle shall", "strive"]);
        let day = self.own_date();
        if let Some(day) = day.filter(|_| self.random.chance(12)) {
            let due = self.due(day);
            return format!("shall {day}{due}");
        }
        if self.random.chance(10) && force != "must not" {
            let quantity = self.quantity();
            return format!("{force} {quantity} >= 2 by 2024 then target >= 10 by 2025 then target >= 50 by 2030");
        }
        let due = match (self.random.below(8), day) {
            (0, _) => " by 2025".to_owned(),
            (1, _) => " by 2024-06-30".to_owned(),
            (2, _) => " by 2030".to_owned(),
            (3, Some(day)) => self.due(day),
            _ => String::new(),
        };
        let condition = self.condition(2);
        match condition.starts_with("not ") {
            true => format!("{force} ({condition}){due}"),
            false => format!("{force} {condition}{due}"),
        }
    }

    fn due(&mut self, day: &str) -> String {
        match self.random.below(5) {
            0 => " by 2025".to_owned(),
            1 => format!(" by {day} + 3 months"),
            2 => format!(" by {day} + 400 days"),
            3 => " by start".to_owned(),
            _ => format!(" by year_end({day})"),
        }
    }

    fn own_date(&self) -> Option<&'static str> {
        match self.focus {
            Focus::Region => Some("issued_on"),
            Focus::Hospital => Some("opened_on"),
            Focus::Ward => None,
        }
    }

    fn order(&mut self) -> &'static str {
        self.random.pick(&[">=", ">=", ">", "<=", "<", "=", "!="])
    }

    fn condition(&mut self, depth: usize) -> String {
        if depth > 0 && self.random.chance(45) {
            let (a, b) = (self.condition(depth - 1), self.condition(depth - 1));
            return match self.random.below(6) {
                0 | 1 => format!("({a}) and ({b})"),
                2 => format!("({a}) or ({b})"),
                3 => format!("(not ({a}))"),
                4 => format!("(if {a} then {b})"),
                _ => format!("(if {a} then {b} else {})", self.condition(depth - 1)),
            };
        }
        if self.random.chance(22) && self.focus != Focus::Ward {
            return self.aggregate_condition();
        }
        self.simple()
    }

    /// A condition about the row itself and what it lies in.
    fn simple(&mut self) -> String {
        match self.random.below(9) {
            0..=2 => self.comparison(),
            3 => self.own_condition(),
            4 => self.upward(),
            5 => self.dates(),
            6 if self.attests && self.random.chance(60) => {
                self.random.pick(&["attest planned", "attest planned, staffed"]).to_owned()
            }
            6 => self.random.pick(&["confirmed", "start <= 2024-06-30", "wanted >= 2.5"]).to_owned(),
            _ => self.own_condition(),
        }
    }

    fn comparison(&mut self) -> String {
        let order = self.order();
        let (x, y) = self.two();
        let bound = self.bound();
        match self.random.below(20) {
            0 => format!("{x} {order} {bound}"),
            1 => format!("{x} per 100000 {y} {order} {}", self.random.pick(&["8", "2.5", "0", "10"])),
            2 => format!("({x} + {x}) per 1000 {y} {order} 10"),
            3 => format!("{x} {order} {}% of {y}", self.random.pick(&["2", "50", "100", "0.5"])),
            4 => format!("{x} : {y} {order} {}", self.random.pick(&["1:450", "1:2", "6:1", "0.5:1"])),
            5 => format!("{x} + {y} {order} {bound}"),
            6 => format!("{x} - {y} {order} {bound}"),
            7 => format!("{x} between 2 and {bound}"),
            8 => format!("{x} {order} (if {} then {bound} else 50)", self.own_condition()),
            9 => format!("{x} {order} (if {} then {bound})", self.own_condition()),
            10 => format!("{x} {order} case {y} {{ to 50: 2  to 300_000: 10  otherwise: 100 }}"),
            11 => format!("{x} {order} case {y} {{ to 50: 2  to 100: 10 }}"),
            12 => format!("min({x}, {y}) {order} {bound}"),
            13 => format!("{x} {order} max({y}, {bound})"),
            14 => format!("ceil({x} / 3) {order} 4"),
            15 => format!("floor({x} / 7) {order} {}", self.random.pick(&["0", "1", "7"])),
            16 => format!("{x} * 2 {order} {y}"),
            17 => format!("{x} / {y} {order} {}", self.random.pick(&["2", "0.5"])),
            18 => format!("{x} {order} floor_of"),
            _ => format!("{x} at 2021-01-01 {order} {bound}"),
        }
    }

    fn bound(&mut self) -> &'static str {
        self.random.pick(&["0", "1", "2", "10", "50", "100", "300_000", "2.5"])
    }

    /// Two quantities of one unit.
    fn two(&mut self) -> (&'static str, &'static str) {
        match self.focus {
            Focus::Region => self.random.pick(&[
                ("population", "doctors"),
                ("doctors", "population"),
                ("budget", "budget"),
                ("balance", "balance"),
            ]),
            Focus::Hospital => self.random.pick(&[("beds", "rehab_beds"), ("rehab_beds", "beds"), ("fee", "fee")]),
            Focus::Ward => ("places", "places"),
        }
    }

    fn quantity(&mut self) -> &'static str {
        self.two().0
    }

    fn own_condition(&mut self) -> String {
        let all: &[&str] = match self.focus {
            Focus::Region => &[
                "capital",
                "not capital",
                "kind = county",
                "kind in {city, county}",
                "grade >= B",
                "grade != A",
                "grade < A",
                "fields includes {fund, plan}",
                "fields includes any of {fund, team}",
                "fields = none",
                "fields = {plan}",
                "id in {\"r0\", \"r2\"}",
                "name = \"Weifang\"",
                "motto in {\"first\", \"second\"}",
                "balance >= 0",
                "balance < 2",
                "doctors per 100 balance >= 8",
                "(doctors - population) / balance < 2",
                "budget = 0.3",
                "issued_on = none",
            ],
            Focus::Hospital => &[
                "public",
                "level >= II",
                "level = I",
                "level in {I, III}",
                "beds / wanted >= 2",
                "rehab_beds per 10 wanted <= 5",
                "services includes {assessment, treatment}",
                "services includes any of {guidance}",
                "services = none",
                "fee <= 2.5",
                "fee > 0.3",
                "opened_on = none",
                "id in {\"h1\"}",
                "beds * rehab_beds >= 50",
            ],
            Focus::Ward => &["palliative", "grade = B", "grade > C", "places >= 10", "places < 50"],
        };
        self.random.pick(all).to_owned()
    }

    fn upward(&mut self) -> String {
        let all: &[&str] = match self.focus {
            Focus::Region => &[
                "county.population > 300_000",
                "city.doctors >= 10",
                "city.capital",
                "region.population >= 50",
                "doctors : city.doctors <= 2:1",
                "grade >= city.grade",
                "doctors >= 50% of city.doctors",
                "city.id = \"r1\"",
            ],
            Focus::Hospital => &[
                "region.population > 300_000",
                "county.doctors >= 10",
                "region.capital",
                "city.kind = city",
                "region.fields includes {plan}",
                "region.balance >= 2.5",
                "region.name = \"Zibo\"",
                "beds >= case region.population { to 300_000: 10  otherwise: 100 }",
                "region.issued_on <= 2025-12-31",
            ],
            Focus::Ward => &[
                "hospital.public",
                "large.beds >= 10",
                "places per 10 hospital.beds >= 1",
                "grade >= region.grade",
                "places >= 10% of hospital.beds",
                "region.population > 50",
            ],
        };
        self.random.pick(all).to_owned()
    }

    fn dates(&mut self) -> String {
        let Some(day) = self.own_date() else { return self.own_condition() };
        let order = self.order();
        match self.random.below(8) {
            0 => format!("{day} {order} 2024-06-30"),
            1 => format!("{day} before 2025"),
            2 => format!("age({day}) {order} 1"),
            3 => format!("days({day}, start) {order} 10"),
            4 => format!("{day} + 1 months {order} start"),
            5 => format!("max({day}, start) {order} 2025-12-31"),
            6 => format!("month_end({day}) {order} 2024-06-30"),
            _ => format!("{day} since 2021"),
        }
    }

    /// A condition over what lies below.
    fn aggregate_condition(&mut self) -> String {
        let order = self.order();
        let set = self.set();
        let member = if set.contains("hospital") || set.contains("large") {
            Focus::Hospital
        } else if set.contains("ward") {
            Focus::Ward
        } else {
            Focus::Region
        };
        let mut inner = Writer { random: self.random, focus: member, attests: self.attests };
        let test = if inner.random.chance(30) { inner.simple() } else { inner.own_condition() };
        let quantity = inner.quantity();
        match self.random.below(12) {
            0 | 1 => format!("count({set}) {order} {}", self.random.pick(&["0", "1", "2"])),
            2 => format!("sum({quantity} over {set}) {order} {}", self.bound()),
            3 => format!(
                "share({set} with {test}) {} {}%",
                self.random.pick(&[">=", ">", "<=", "<"]),
                self.random.pick(&["50", "60", "100", "85"])
            ),
            4 => format!("any({set})"),
            5 => format!("all({set} with {test})"),
            6 => format!("average({quantity} over {set}) {order} {}", self.bound()),
            7 => format!("max({quantity} over {set}) {order} {}", self.bound()),
            8 => format!("min({quantity} over {set}) {order} {}", self.bound()),
            9 => format!("count({set}) > count({set}) at 2021-01-01"),
            10 if member == Focus::Hospital => {
                format!("sum(rehab_beds over {set}) {order} 50% of sum(beds over {set})")
            }
            _ => format!("sum({quantity} + {quantity} over {set}) {order} {}", self.bound()),
        }
    }

    fn set(&mut self) -> String {
        let (name, focus) = match self.focus {
            Focus::Region => {
                self.random.pick(&[("hospital", 1), ("large", 1), ("ward", 2), ("county", 0), ("region", 0)])
            }
            Focus::Hospital | Focus::Ward => ("ward", 2),
        };
        if self.random.chance(50) {
            let focus = [Focus::Region, Focus::Hospital, Focus::Ward].into_iter().nth(focus).unwrap_or(Focus::Region);
            let mut inner = Writer { random: self.random, focus, attests: self.attests };
            let condition = if inner.random.chance(25) { inner.simple() } else { inner.own_condition() };
            return format!("{name} where {condition}");
        }
        name.to_owned()
    }
}
