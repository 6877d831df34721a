//! Random policies with facts for them, the same for the same seed on every machine: every construct of the meaning, with
//! values at the thresholds, one above and one below, zero, missing, `none`, large and decimal. They serve to compare
//! evaluators, and are made of pieces that can be left out to make a counterexample small.

mod policy;
mod tables;

use crate::generate::Random;

/// A policy with facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// The region that the policy is about, if it is not about all.
    pub territory: Option<String>,
    /// `let rate: number`, sets.
    pub declarations: Vec<String>,
    /// Rules, each a text.
    pub rules: Vec<String>,
    /// Tables by name.
    pub tables: Vec<Sheet>,
    /// The day.
    pub as_of: String,
}

/// A table as a CSV file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The heads.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl World {
    /// A random world of few rows.
    pub fn random(seed: u64) -> World {
        World::sized(seed, &tables::SMALL)
    }

    /// A random world of many rows with much missing, and with numbers that columns compute in floats.
    pub fn crowded(seed: u64) -> World {
        World::sized(seed, &tables::CROWDED)
    }

    fn sized(seed: u64, size: &tables::Size) -> World {
        let mut random = Random(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let mut tables = tables::tables(&mut random, size);
        let rules: Vec<String> = (0..1 + random.below(3)).map(|at| policy::rule(&mut random, at)).collect();
        tables::keep_what_is_attested(&mut tables, &rules);
        let as_of = random.pick(&["2024-06-30", "2025-12-31", "2026-01-01", "2026-11-15"]).to_owned();
        let declarations = policy::declarations(&mut random);
        let regions = tables.iter().find(|table| table.name == "region").map_or(&[][..], |table| &table.rows);
        let ids: Vec<&str> = regions.iter().filter_map(|row| row.first()).map(String::as_str).collect();
        let territory = (random.chance(30) && !ids.is_empty()).then(|| random.pick(&ids).to_owned());
        World { territory, declarations, rules, tables, as_of }
    }

    /// The same world with so many hospitals, copies of those that there are, so that columns take several blocks. Of a
    /// territory below the first region few of them lie within it.
    pub fn with_hospitals(mut self, count: usize) -> World {
        if let Some(table) = self.tables.iter_mut().find(|table| table.name == "hospital" && !table.rows.is_empty()) {
            let rows = table.rows.iter().cycle().take(count).cloned().enumerate();
            let is_below = self.territory.as_ref().is_some_and(|territory| territory != "r0");
            let renamed = rows.map(|(at, row)| {
                let outside = is_below && at % 20 != 0;
                let place = row.get(1).cloned().filter(|_| !outside).unwrap_or_else(|| "r0".to_owned());
                [vec![format!("h{at:05}"), place], row.into_iter().skip(2).collect()].concat()
            });
            table.rows = renamed.collect();
        }
        self.tables.retain(|table| table.name != "ward" && table.name != "evidence");
        self
    }

    /// The text of the policy.
    pub fn policy(&self) -> String {
        let mut text = policy::VOCABULARY.to_owned();
        let territory = self.territory.as_ref().map(|id| format!(" in region \"{id}\""));
        text.push_str(&format!("policy p{} {{\n", territory.unwrap_or_default()));
        for part in self.declarations.iter().chain(&self.rules) {
            text.push_str(part);
            text.push('\n');
        }
        text.push_str("}\n");
        text
    }

    /// Every world that is a little smaller: without a rule, a table, a row or the value of a cell.
    pub fn smaller(&self) -> Vec<World> {
        let mut smaller = Vec::new();
        if self.territory.is_some() {
            smaller.push(World { territory: None, ..self.clone() });
        }
        for at in 0..self.rules.len() {
            let mut world = self.clone();
            world.rules.remove(at);
            smaller.push(world);
        }
        for at in 0..self.tables.len() {
            let mut world = self.clone();
            world.tables.remove(at);
            smaller.push(world);
        }
        for (at, table) in self.tables.iter().enumerate() {
            for row in 0..table.rows.len() {
                let mut world = self.clone();
                world.tables.get_mut(at).into_iter().for_each(|table| drop(table.rows.remove(row)));
                smaller.push(world);
            }
            for column in 0..table.heads.len() {
                let mut world = self.clone();
                world.tables.get_mut(at).into_iter().for_each(|table| table.remove_column(column));
                smaller.push(world);
            }
        }
        smaller
    }
}

impl Sheet {
    fn new(name: &str, heads: &[&str]) -> Sheet {
        Sheet { name: name.to_owned(), heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows: Vec::new() }
    }

    fn remove_column(&mut self, at: usize) {
        self.heads.remove(at);
        self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }

    /// The cell of a row under a head; empty where there is none.
    pub fn cell<'r>(&self, row: &'r [String], head: &str) -> &'r str {
        let at = self.heads.iter().position(|known| known == head);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    }

    /// The text of the file.
    pub fn csv(&self) -> String {
        let quoted = |cell: &String| {
            if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        let line = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(",");
        std::iter::once(&self.heads).chain(&self.rows).map(line).collect::<Vec<_>>().join("\n") + "\n"
    }
}
