//! Random tables for the vocabulary of `policy`.

use super::Sheet;
use crate::generate::Random;

/// Numbers near the thresholds of the policies.
const NUMBERS: &[&str] = &[
    "0", "1", "2", "3", "4", "5", "9", "10", "11", "49", "50", "51", "99", "100", "101", "299999", "300000", "300001",
    "100000", "1000000",
];
const LARGE: &[&str] = &["9007199254740993", "9223372036854775807", "92233720368547758080", "4611686018427387904"];
const DECIMALS: &[&str] = &["0.1", "0.3", "2.5", "1.25", "0.05", "0.000001", "99.99", "1e-20", "12.3456789"];
const DATES: &[&str] =
    &["2021-01-01", "2024-06-30", "2025-12-31", "2026-01-01", "2026-01-31", "2024-02-29", "1960-02-29", "none"];

/// How large the tables of a world are.
pub(super) struct Size {
    /// The least number of rows, and the next above the largest.
    regions: [usize; 2],
    hospitals: [usize; 2],
    /// How many of a hundred cells may be missing.
    missing: [usize; 4],
    /// How many of a hundred numbers are larger than whole floats.
    large: usize,
}

/// Few rows with every kind of cell.
pub(super) const SMALL: Size = Size { regions: [1, 6], hospitals: [0, 8], missing: [0, 0, 10, 25], large: 4 };
/// Many rows, for which columns are computed in floats and many rows of a block are open at once.
pub(super) const CROWDED: Size = Size { regions: [10, 50], hospitals: [10, 60], missing: [10, 20, 30, 50], large: 0 };

pub(super) fn tables(random: &mut Random, size: &Size) -> Vec<Sheet> {
    let mut region = Sheet::new(
        "region",
        &[
            "id",
            "in",
            "name",
            "kind",
            "capital",
            "grade",
            "population",
            "doctors",
            "budget",
            "balance",
            "issued_on",
            "fields",
            "motto",
        ],
    );
    let mut hospital = Sheet::new(
        "hospital",
        &["id", "in", "level", "public", "opened_on", "closed_on", "beds", "rehab_beds", "fee", "services"],
    );
    let mut ward = Sheet::new("ward", &["id", "in", "places", "palliative", "grade"]);
    let missing = random.pick(&size.missing);
    let within = |random: &mut Random, [least, above]: [usize; 2]| least + random.below(above - least);
    let mut regions: Vec<String> = Vec::new();
    let mut hospitals: Vec<String> = Vec::new();
    for at in 0..within(random, size.regions) {
        let parent = if at == 0 || random.chance(15) { String::new() } else { pick(random, &regions) };
        regions.push(format!("r{at}"));
        let mut cells = region_cells(random, size.large);
        blank(random, missing, &mut cells);
        region.rows.push([vec![format!("r{at}"), parent], cells].concat());
    }
    for at in 0..within(random, size.hospitals) {
        hospitals.push(format!("h{at}"));
        let mut cells = hospital_cells(random, size.large);
        blank(random, missing, &mut cells);
        hospital.rows.push([vec![format!("h{at}"), pick(random, &regions)], cells].concat());
    }
    for at in 0..random.below(6) {
        if hospitals.is_empty() {
            break;
        }
        let mut cells = vec![number(random, size.large), flag(random), random.pick(&["A", "B", "C"]).to_owned()];
        blank(random, missing, &mut cells);
        ward.rows.push([vec![format!("w{at}"), pick(random, &hospitals)], cells].concat());
    }
    let mut tables = vec![region, hospital, ward];
    for table in &mut tables {
        if random.chance(15) {
            date(random, table);
        }
        if random.chance(10) {
            unlist(random, table);
        }
    }
    if random.chance(10) {
        tables.remove(2);
        if random.chance(30) {
            tables.remove(1);
        }
    }
    records(random, &regions, &hospitals, &mut tables);
    tables
}

fn region_cells(random: &mut Random, large: usize) -> Vec<String> {
    vec![
        random.pick(&["Weifang", "Zibo", ""]).to_owned(),
        random.pick(&["province", "city", "county", "county"]).to_owned(),
        flag(random),
        random.pick(&["A", "B", "C"]).to_owned(),
        number(random, large),
        number(random, large),
        decimal(random),
        if random.chance(30) { format!("-{}", random.pick(&["1", "2", "50"])) } else { decimal(random) },
        random.pick(DATES).to_owned(),
        items(random, &["fund", "plan", "team"]),
        random.pick(&["first", "second", "third"]).to_owned(),
    ]
}

fn hospital_cells(random: &mut Random, large: usize) -> Vec<String> {
    vec![
        random.pick(&["I", "II", "III"]).to_owned(),
        flag(random),
        if random.chance(60) { String::new() } else { random.pick(DATES).to_owned() },
        if random.chance(70) { String::new() } else { random.pick(DATES).to_owned() },
        number(random, large),
        number(random, large),
        decimal(random),
        items(random, &["assessment", "treatment", "guidance"]),
    ]
}

fn pick(random: &mut Random, from: &[String]) -> String {
    let at = random.below(from.len());
    from.get(at).cloned().unwrap_or_default()
}

fn number(random: &mut Random, large: usize) -> String {
    let from = if random.chance(large) { LARGE } else { NUMBERS };
    random.pick(from).to_owned()
}

fn decimal(random: &mut Random) -> String {
    let from = if random.chance(50) { DECIMALS } else { NUMBERS };
    random.pick(from).to_owned()
}

fn flag(random: &mut Random) -> String {
    random.pick(&["yes", "no"]).to_owned()
}

fn items(random: &mut Random, of: &[&str]) -> String {
    let there: Vec<&str> = of.iter().copied().filter(|_| random.chance(50)).collect();
    if there.is_empty() { "none".to_owned() } else { there.join("; ") }
}

fn blank(random: &mut Random, percent: usize, cells: &mut [String]) {
    cells.iter_mut().for_each(|cell| {
        if random.chance(percent) {
            cell.clear();
        }
    });
}

/// Makes a table one of dated observations, some rows having two.
fn date(random: &mut Random, table: &mut Sheet) {
    table.heads.push("date".to_owned());
    let mut more = Vec::new();
    for row in &mut table.rows {
        let first = random.pick(&["2020-12-31", "2023-12-31", "2025-12-31"]);
        row.push(first.to_owned());
        if random.chance(50) {
            let mut later = row.clone();
            later.last_mut().into_iter().for_each(|date| *date = "2026-01-01".to_owned());
            later.iter_mut().skip(6).take(2).for_each(|cell| *cell = random.pick(NUMBERS).to_owned());
            let is_number = |row: &[String]| row.iter().skip(6).take(2).all(|cell| cell.parse::<f64>().is_ok());
            if is_number(row) && table.name != "ward" {
                more.push(later);
            }
        }
    }
    table.rows.extend(more);
}

fn unlist(random: &mut Random, table: &mut Sheet) {
    table.heads.push("unlisted".to_owned());
    for row in &mut table.rows {
        let which = random.pick(&["", "", "", "hospital", "ward", "region; hospital"]);
        row.push(which.to_owned());
    }
}

/// Evidence, waivers and inputs.
fn records(random: &mut Random, regions: &[String], hospitals: &[String], tables: &mut Vec<Sheet>) {
    if random.chance(50) {
        let mut inputs = Sheet::new("inputs", &["name", "value"]);
        inputs.rows.push(vec!["wanted".to_owned(), decimal(random)]);
        if random.chance(70) {
            inputs.rows.push(vec!["confirmed".to_owned(), flag(random)]);
        }
        if random.chance(70) {
            inputs
                .rows
                .push(vec!["start".to_owned(), random.pick(&["2021-01-01", "2024-06-30", "2025-12-31"]).to_owned()]);
        }
        tables.push(inputs);
    }
    let mut evidence = Sheet::new("evidence", &["rule", "limb", "unit", "entity", "holds", "date"]);
    for _ in 0..random.below(4) {
        let (unit, entity) = if random.chance(60) || hospitals.is_empty() {
            (pick(random, regions), "region")
        } else {
            (pick(random, hospitals), "hospital")
        };
        let limb = random.pick(&["planned", "staffed"]);
        let date = random.pick(&["", "", "2023-01-01", "2026-01-01"]);
        let row = ["r0", limb, &unit, entity, random.pick(&["yes", "no"]), date];
        evidence.rows.push(row.map(str::to_owned).to_vec());
    }
    if !evidence.rows.is_empty() {
        tables.push(evidence);
    }
    if random.chance(15) {
        let mut waivers = Sheet::new("waivers", &["rule", "unit", "entity", "reason"]);
        waivers.rows.push(["r0", &pick(random, regions), "region", "agreed"].map(str::to_owned).to_vec());
        tables.push(waivers);
    }
}

/// Leaves out evidence that no rule asks for, and what contradicts other evidence of its day.
pub(super) fn keep_what_is_attested(tables: &mut Vec<Sheet>, rules: &[String]) {
    for table in tables.iter_mut().filter(|table| table.name == "evidence") {
        let mut seen: Vec<Vec<String>> = Vec::new();
        table.rows.retain(|row| {
            let limb = row.get(1).cloned().unwrap_or_default();
            let key = row.iter().enumerate().filter(|(at, _)| *at != 4).map(|(_, cell)| cell.clone()).collect();
            let asked = rules.first().is_some_and(|rule| rule.contains("attest") && rule.contains(&limb));
            let fresh = !seen.contains(&key);
            seen.push(key);
            asked && fresh
        });
    }
    tables.retain(|table| table.name != "evidence" || !table.rows.is_empty());
}
