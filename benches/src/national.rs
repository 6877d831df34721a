//! Invented facts of a country for the bundled policies: 31 provinces, 333 cities, 2,800 counties, medical institutions,
//! and some rows of everything else that the vocabulary knows. They are no statistics of any place.

use std::fmt::Write;

use dabiao::facts::{FactLimits, Facts, Table, from_csv_within, from_tables_within};
use dabiao::program::{Attribute, Entity, Program, Type};

use crate::Failure;
use crate::random::Random;

/// The provinces by the first two digits of their codes; four are municipalities.
const PROVINCES: [u32; 31] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65,
];
const MUNICIPALITIES: [u32; 4] = [11, 12, 31, 50];
const CITIES: usize = 333;
const COUNTIES: usize = 2_800;
/// Rows of each entity that is neither a region nor an institution.
const OTHERS: usize = 2_000;
/// The kinds of institution, as the vocabulary orders them, with how many of a thousand are of it.
const KINDS: [(&str, u64); 12] = [
    ("general_hospital", 25),
    ("tcm_hospital", 8),
    ("rehab_hospital", 4),
    ("specialised_hospital", 10),
    ("rehab_center", 3),
    ("nursing_hospital", 3),
    ("community_health_center", 10),
    ("township_health_center", 35),
    ("community_health_station", 27),
    ("village_clinic", 580),
    ("clinic", 290),
    ("other_institution", 5),
];
const LEVELS: [&str; 3] = ["I", "II", "III"];

/// A unit of the administrative tree.
#[derive(Clone, Debug)]
pub struct Region {
    /// Its code.
    pub id: String,
    /// The place of what it lies in; that of the nation for itself.
    pub parent: usize,
    /// What it is, as in the vocabulary.
    pub kind: &'static str,
    /// Its permanent residents at the end of 2025.
    pub residents: i64,
}

/// The institutions, by column, as far as the floor reads them.
#[derive(Clone, Debug, Default)]
pub struct Institutions {
    /// The place of the region that each lies in.
    pub region: Vec<u32>,
    /// The place of its kind in [`KINDS`].
    pub kind: Vec<u8>,
    /// 1 to 3.
    pub level: Vec<u8>,
    /// Whether public.
    pub public: Vec<bool>,
    /// Whether of a county.
    pub county_level: Vec<bool>,
    /// Whether it has the conditions.
    pub has_conditions: Vec<bool>,
    /// Whether it has a department of rehabilitation.
    pub rehab_department: Vec<bool>,
    /// Whether it has a geriatric department.
    pub geriatric_department: Vec<bool>,
    /// The year at whose beginning it opened.
    pub opened: Vec<u16>,
    /// The year at whose beginning it closed; 0: it did not.
    pub closed: Vec<u16>,
    /// Its beds.
    pub beds: Vec<i64>,
    /// Beds of the rehabilitation department.
    pub rehab_department_beds: Vec<i64>,
    /// Rehabilitation beds.
    pub rehab_beds: Vec<i64>,
    /// Nursing beds.
    pub nursing_beds: Vec<i64>,
}

/// The whole country.
#[derive(Clone, Debug)]
pub struct Country {
    /// The nation, the provinces, the cities, the counties.
    pub regions: Vec<Region>,
    /// The places of the regions, by their codes.
    pub by_id: Vec<usize>,
    /// The institutions.
    pub institutions: Institutions,
}

impl Country {
    /// A country with so many institutions.
    pub fn new(institutions: usize) -> Country {
        let mut random = Random::new(86);
        let regions = regions(&mut random);
        let institutions = Institutions::new(institutions, &regions, &mut random);
        let mut by_id: Vec<usize> = (0..regions.len()).collect();
        by_id.sort_by_key(|at| regions.get(*at).map(|region| region.id.as_str()));
        Country { by_id, regions, institutions }
    }

    /// Its facts, for a program that uses the bundled vocabulary.
    pub fn facts(&self, program: &Program) -> Result<Facts, Failure> {
        load(program, &self.texts(program)?)
    }

    /// Its tables as CSV, each with its name. What the floor does not read is made up on the way.
    pub fn texts(&self, program: &Program) -> Result<Vec<(String, String)>, Failure> {
        let mut random = Random::new(68);
        let mut texts = Vec::new();
        for entity in &program.entities {
            let name = entity.title.name.as_str();
            let text = match name {
                "region" => self.regions_csv(entity, &mut random)?,
                "institution" => self.institutions_csv(entity, &mut random)?,
                _ => self.others_csv(program, entity, &mut random)?,
            };
            texts.push((format!("{name}.csv"), text));
        }
        Ok(texts)
    }

    fn regions_csv(&self, entity: &Entity, random: &mut Random) -> Result<String, Failure> {
        let mut text = head(entity, &["date"]);
        for region in &self.regions {
            for year in [2020, 2022, 2025] {
                let parent = self.regions.get(region.parent).map_or("", |parent| parent.id.as_str());
                let parent = if region.id == "CN" { "" } else { parent };
                write!(text, "{},{parent},,{year}-12-31", region.id)?;
                for attribute in &entity.attributes {
                    text.push(',');
                    match attribute.title.name.as_str() {
                        "kind" => text.push_str(region.kind),
                        "resident_population" => write!(text, "{}", region.residents)?,
                        _ => random_cell(random, attribute, region.residents / 100, &mut text)?,
                    }
                }
                text.push('\n');
            }
        }
        Ok(text)
    }

    fn institutions_csv(&self, entity: &Entity, random: &mut Random) -> Result<String, Failure> {
        let mut text = head(entity, &[]);
        for at in 0..self.institutions.len() {
            let region = self.institutions.region.get(at).and_then(|at| self.regions.get(*at as usize));
            write!(text, "institution-{at:08},{},", region.map_or("", |region| region.id.as_str()))?;
            for attribute in &entity.attributes {
                text.push(',');
                if !self.institutions.write(at, &attribute.title.name, &mut text)? {
                    random_cell(random, attribute, 100, &mut text)?;
                }
            }
            text.push('\n');
        }
        Ok(text)
    }

    fn others_csv(&self, program: &Program, entity: &Entity, random: &mut Random) -> Result<String, Failure> {
        let name = entity.title.name.as_str();
        let parent = entity.parent.and_then(|parent| program.entities.get(parent.0));
        let mut text = head(entity, &[]);
        for at in 0..OTHERS.min(self.institutions.len()) {
            write!(text, "{name}-{at:06},")?;
            match parent.map_or("", |parent| parent.title.name.as_str()) {
                "region" => {
                    let place = random.below(self.regions.len() as u64);
                    text.push_str(self.regions.get(usize::try_from(place)?).map_or("", |region| region.id.as_str()));
                }
                "institution" => write!(text, "institution-{at:08}")?,
                parent => write!(text, "{parent}-{at:06}")?,
            }
            text.push(',');
            for attribute in &entity.attributes {
                text.push(',');
                random_cell(random, attribute, 100, &mut text)?;
            }
            text.push('\n');
        }
        Ok(text)
    }
}

/// The facts in tables of CSV.
pub fn load(program: &Program, texts: &[(String, String)]) -> Result<Facts, Failure> {
    let limits = FactLimits { rows: 20_000_000, ..FactLimits::default() };
    let tables: Vec<Table> = texts.iter().map(|(name, text)| from_csv_within(name, text.as_str(), &limits)).collect();
    let loaded = from_tables_within(program, &tables, &limits);
    let (facts, _) = loaded.map_err(|faults| format!("{:?}", faults.first()))?;
    Ok(facts)
}

fn head(entity: &Entity, more: &[&str]) -> String {
    let attributes = entity.attributes.iter().map(|attribute| attribute.title.name.as_str());
    let heads: Vec<&str> = ["id", "in", "name"].into_iter().chain(more.iter().copied()).chain(attributes).collect();
    format!("{}\n", heads.join(","))
}

/// A cell of a type; numbers up to about `size`. A few are missing.
fn random_cell(random: &mut Random, attribute: &Attribute, size: i64, text: &mut String) -> Result<(), Failure> {
    if random.once_in(50) {
        return Ok(());
    }
    let one = |random: &mut Random, count: usize| usize::try_from(random.below(count as u64)).unwrap_or_default();
    match &attribute.of_type {
        Type::Quantity(_) | Type::OpenQuantity | Type::Number => write!(text, "{}", random.within(0, size))?,
        Type::Flag => text.push_str(if random.once_in(2) { "yes" } else { "no" }),
        // What began may not have ended.
        Type::Date if attribute.title.name.contains("closed") => text.push_str("none"),
        Type::Date => write!(text, "20{:02}-{:02}-15", random.within(10, 25), random.within(1, 12))?,
        Type::Text => text.push_str("text"),
        Type::OneOf(values) | Type::Ordered(values) => {
            text.push_str(values.get(one(random, values.len())).map_or("", |title| title.name.as_str()));
        }
        Type::SetOf(values) => {
            let chosen: Vec<&str> =
                values.iter().filter(|_| random.once_in(2)).map(|title| title.name.as_str()).collect();
            text.push_str(if chosen.is_empty() { "none" } else { "" });
            text.push_str(&chosen.join(";"));
        }
    }
    Ok(())
}

fn regions(random: &mut Random) -> Vec<Region> {
    let nation = Region { id: "CN".to_owned(), parent: 0, kind: "nation", residents: 1_400_000_000 };
    let mut regions = vec![nation];
    for code in PROVINCES {
        let kind = match code {
            11 | 12 | 31 | 50 => "municipality",
            15 | 45 | 54 | 64 | 65 => "autonomous_region",
            _ => "province",
        };
        regions.push(Region {
            id: format!("{code}0000"),
            parent: 0,
            kind,
            residents: random.within(4, 120) * 1_000_000,
        });
    }
    let provinces: Vec<(usize, u32)> = (1..).zip(PROVINCES).collect();
    let with_cities: Vec<(usize, u32)> =
        provinces.iter().copied().filter(|(_, code)| !MUNICIPALITIES.contains(code)).collect();
    let mut uppers: Vec<(usize, String)> = Vec::new();
    for (at, (parent, code)) in with_cities.iter().cycle().take(CITIES).enumerate() {
        let number = at / with_cities.len() + 1;
        uppers.push((regions.len(), format!("{code}{number:02}")));
        let kind = if random.once_in(10) { "prefecture" } else { "prefecture_city" };
        let residents = if random.once_in(16) { 3_000_000 } else { random.within(300, 9_000) * 1_000 };
        regions.push(Region { id: format!("{code}{number:02}00"), parent: *parent, kind, residents });
    }
    let municipalities = provinces.iter().filter(|(_, code)| MUNICIPALITIES.contains(code));
    uppers.extend(municipalities.map(|(place, code)| (*place, format!("{code}01"))));
    for (at, (parent, prefix)) in uppers.iter().cycle().take(COUNTIES).enumerate() {
        let number = at / uppers.len() + 1;
        let kind = match random.below(6) {
            0 | 1 => "district",
            2 => "county_city",
            _ => "county",
        };
        let residents = if random.once_in(16) { 300_000 } else { random.within(50, 1_200) * 1_000 };
        regions.push(Region { id: format!("{prefix}{number:02}"), parent: *parent, kind, residents });
    }
    regions
}

impl Institutions {
    fn new(count: usize, regions: &[Region], random: &mut Random) -> Institutions {
        let first_county = regions.len().saturating_sub(COUNTIES) as u64;
        let mut made = Institutions::default();
        for _ in 0..count {
            let kind = kind(random.below(1_000));
            let is_hospital = kind < 4;
            made.region.push(u32::try_from(first_county + random.below(COUNTIES as u64)).unwrap_or_default());
            made.kind.push(kind);
            made.level.push(if is_hospital { 1 + u8::try_from(random.below(3)).unwrap_or_default() } else { 1 });
            made.public.push(random.once_in(2));
            made.county_level.push(is_hospital && random.once_in(3));
            made.has_conditions.push(random.once_in(3));
            made.rehab_department.push(is_hospital && random.once_in(4));
            made.geriatric_department.push(is_hospital && !random.once_in(6));
            made.opened.push(u16::try_from(random.within(2_000, 2_027)).unwrap_or_default());
            let closed = if random.once_in(20) { random.within(2_021, 2_027) } else { 0 };
            made.closed.push(u16::try_from(closed).unwrap_or_default());
            let beds = if is_hospital { random.within(0, 40) * 50 } else { random.within(0, 60) };
            made.beds.push(beds);
            made.rehab_department_beds.push(beds * random.within(0, 2) / 50);
            made.rehab_beds.push(random.within(0, beds / 10));
            made.nursing_beds.push(beds * random.within(0, 60) / 100);
        }
        made
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kind.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kind.is_empty()
    }

    /// Writes the cell of a column, if it is one of these.
    fn write(&self, at: usize, column: &str, text: &mut String) -> Result<bool, Failure> {
        let flag = |column: &[bool]| if column.get(at).copied().unwrap_or_default() { "yes" } else { "no" };
        let year = |column: &[u16]| match column.get(at) {
            None | Some(0) => "none".to_owned(),
            Some(year) => format!("{year}-01-01"),
        };
        let number = |column: &[i64]| column.get(at).copied().unwrap_or_default().to_string();
        let kind = || self.kind.get(at).and_then(|kind| KINDS.get(usize::from(*kind))).map_or("", |(name, _)| name);
        let level = || self.level.get(at).and_then(|level| LEVELS.get(usize::from(*level) - 1)).copied();
        match column {
            "kind" => text.push_str(kind()),
            "level" => text.push_str(level().unwrap_or_default()),
            "ownership" => text.push_str(if flag(&self.public) == "yes" { "public" } else { "social" }),
            "county_level" => text.push_str(flag(&self.county_level)),
            "has_conditions" => text.push_str(flag(&self.has_conditions)),
            "rehab_department" => text.push_str(flag(&self.rehab_department)),
            "geriatric_department" => text.push_str(flag(&self.geriatric_department)),
            "opened_on" => text.push_str(&year(&self.opened)),
            "closed_on" => text.push_str(&year(&self.closed)),
            "beds" => text.push_str(&number(&self.beds)),
            "rehab_department_beds" => text.push_str(&number(&self.rehab_department_beds)),
            "rehab_beds" => text.push_str(&number(&self.rehab_beds)),
            "nursing_beds" => text.push_str(&number(&self.nursing_beds)),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The kind that stands at a place of a thousand.
fn kind(mut place: u64) -> u8 {
    for (kind, (_, share)) in (0..).zip(KINDS) {
        if place < share {
            return kind;
        }
        place -= share;
    }
    0
}
