//! The bytes of a JSON file -> `Table`s: an object with an array of rows for each table, or one array of rows; a row
//! is an object of cells. Numbers keep every digit that is written. What is wrong with the file stays in the tables.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::table::{FactLimits, RawCell, Table};
use crate::diagnostic::FactFault;

/// Reads a JSON file. `shown` is its name in messages; its stem names the table, if the file is one array of rows.
///
/// ```
/// use dabiao::facts::from_json;
/// let tables = from_json("facts.json", r#"{ "region": [ { "id": "33", "population": 64567588 } ], "hospital": [] }"#);
/// let names: Vec<&str> = tables.iter().map(|table| table.name()).collect();
/// assert_eq!(names, ["region", "hospital"]);
/// ```
pub fn from_json(shown: &str, bytes: impl AsRef<[u8]>) -> Vec<Table> {
    from_json_within(shown, bytes, &FactLimits::default())
}

/// As [`from_json`], with limits of the host's choice. Reading a table stops at the first row beyond the limit.
pub fn from_json_within(shown: &str, bytes: impl AsRef<[u8]>, limits: &FactLimits) -> Vec<Table> {
    let refuse = |fault: FactFault| vec![Table::new(shown, [""; 0]).refuse(fault)];
    let Ok(text) = std::str::from_utf8(bytes.as_ref()) else {
        return refuse(FactFault::new("F0108", shown));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let top: &RawValue = match serde_json::from_str(text) {
        Ok(top) => top,
        Err(error) => {
            return refuse(FactFault::new("F0111", shown).with(error.line()).with(error.column()));
        }
    };
    if top.get().starts_with('[') {
        return vec![read_table(Table::new(shown, [""; 0]), top, limits)];
    }
    match serde_json::from_str::<Pairs<'_>>(top.get()) {
        Ok(Pairs(pairs)) => {
            let table = |(name, rows): &(String, &RawValue)| read_table(Table::of_part(shown, name), rows, limits);
            pairs.iter().map(table).collect()
        }
        Err(_) => refuse(FactFault::new("F0112", shown)),
    }
}

/// The rows of `rows`, under the name of the empty table given.
fn read_table(table: Table, rows: &RawValue, limits: &FactLimits) -> Table {
    let Ok(rows) = serde_json::from_str::<Vec<&RawValue>>(rows.get()) else {
        let fault = table.fault("F0112");
        return table.refuse(fault);
    };
    let mut read = Rows::default();
    for (index, row) in rows.iter().take(limits.rows.saturating_add(1)).enumerate() {
        match serde_json::from_str::<Pairs<'_>>(row.get()) {
            Ok(pairs) => read.push(pairs, |code| table.fault_at(code, index + 1)),
            Err(_) => {
                let fault = table.fault_at("F0112", index + 1);
                return table.refuse(fault);
            }
        }
    }
    read.into_table(table)
}

/// The rows of a table while its heads are still being collected.
#[derive(Default)]
struct Rows {
    heads: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<Vec<RawCell>>,
    faults: Vec<FactFault>,
}

impl Rows {
    fn push(&mut self, Pairs(pairs): Pairs<'_>, fault: impl Fn(&'static str) -> FactFault) {
        let mut cells: Vec<RawCell> = vec![RawCell::Empty; self.heads.len()];
        let mut filled: HashSet<usize> = HashSet::with_capacity(pairs.len());
        for (head, value) in pairs {
            let place = self.place(&head);
            if !filled.insert(place) {
                self.faults.push(fault("F0116").column(&head));
                continue;
            }
            cells.resize(cells.len().max(place + 1), RawCell::Empty);
            match read_cell(value.get()) {
                Some(cell) => {
                    if let Some(slot) = cells.get_mut(place) {
                        *slot = cell;
                    }
                }
                None => self.faults.push(fault("F0133").column(&head)),
            }
        }
        self.rows.push(cells);
    }

    fn place(&mut self, head: &str) -> usize {
        if let Some(place) = self.places.get(head) {
            return *place;
        }
        self.places.insert(head.to_owned(), self.heads.len());
        self.heads.push(head.to_owned());
        self.heads.len() - 1
    }

    fn into_table(self, empty: Table) -> Table {
        let width = self.heads.len();
        let mut table = empty.with_heads(self.heads);
        for mut cells in self.rows {
            cells.resize(width, RawCell::Empty);
            table.push_row(cells);
        }
        self.faults.into_iter().for_each(|fault| table.keep(fault));
        table
    }
}

/// The cell that a JSON value is; none for an object, or an array of anything but plain texts.
fn read_cell(json: &str) -> Option<RawCell> {
    match json.as_bytes().first()? {
        b'n' => Some(RawCell::Empty),
        b't' => Some(RawCell::Flag(true)),
        b'f' => Some(RawCell::Flag(false)),
        b'"' => serde_json::from_str(json).ok().map(RawCell::Text),
        b'[' => read_list(json),
        b'{' => None,
        // A number that is out of bounds stays a text, which its column then refuses with the reason.
        _ => Some(json.parse().map_or_else(|_| RawCell::Text(json.to_owned()), RawCell::Number)),
    }
}

/// `["assessment", "treatment"]` as the cell `assessment;treatment`.
fn read_list(json: &str) -> Option<RawCell> {
    let items: Vec<String> = serde_json::from_str(json).ok()?;
    let plain = items.iter().all(|item| !item.trim().is_empty() && !item.contains([';', '；', '、']));
    let text = if items.is_empty() { "{}".to_owned() } else { items.join(";") };
    plain.then_some(RawCell::Text(text))
}

/// The members of a JSON object in their order, repeated ones too.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs<'a>, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members).map(Pairs)
    }
}
