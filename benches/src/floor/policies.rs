//! Seven rules of the kind that the bundled policies have, over the whole country: as a policy, and by hand with one pass
//! over the institutions, which gathers for each region what the regions' own rules need.

use super::code::{MET, NOT_APPLICABLE, NOT_MET};
use crate::national::{Country, Institutions, Region};

/// The rules as a policy.
pub const EXCERPT: &str = "
policy excerpt {
  use health_cn
  rule city_hospital { for each prefecture_city where resident_population > 3 million
    shall count(rehab_hospital where level >= II) >= 1 by 2025 }
  rule county_department { for each county where resident_population > 300_000
    shall count(county_public_hospital where rehab_department) >= 1 by 2025 }
  rule nursing_beds { for each county
    target sum(nursing_beds over primary_institution) >= 30% of sum(beds over primary_institution) by 2025 }
  rule geriatrics { for each prefecture_city
    target share(general_hospital where level >= II with geriatric_department) >= 85% by 2025 }
  rule primary_beds { for each primary_institution where has_conditions encourage rehab_beds > 0 }
  rule department_beds { for each general_hospital where level = III
    target rehab_department_beds >= 2% of beds by 2025 }
  rule every_bed { for each institution shall (rehab_beds + nursing_beds) <= 80% of beds }
}
";

/// The kinds of institution that the rules name.
const GENERAL: u8 = 0;
const REHAB: u8 = 2;
const PRIMARY: [u8; 4] = [6, 7, 8, 9];
/// The year in which everything is due.
const DUE: u16 = 2025;

/// What a region has.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    rehab_hospitals: i64,
    departments: i64,
    nursing_beds: i64,
    primary_beds: i64,
    general: i64,
    geriatric: i64,
}

/// The codes of each rule, by id: of four by region, of three by institution. A row that is not of the rule's set has none and is
/// left out.
pub fn judge_country(country: &Country) -> [Vec<u8>; 7] {
    let sums = sums(country);
    let region = |at: &usize| Some((country.regions.get(*at)?, sums.get(*at)?));
    let regions = || country.by_id.iter().filter_map(region);
    let is_city = |region: &Region| region.kind == "prefecture_city";
    let is_county = |region: &Region| region.kind == "county";
    let city_hospital = regions()
        .filter(|(region, _)| is_city(region))
        .map(|(region, sum)| judged(region.residents > 3_000_000, sum.rehab_hospitals >= 1));
    let department = regions()
        .filter(|(region, _)| is_county(region))
        .map(|(region, sum)| judged(region.residents > 300_000, sum.departments >= 1));
    let nursing = regions()
        .filter(|(region, _)| is_county(region))
        .map(|(_, sum)| judged(sum.primary_beds > 0, 100 * sum.nursing_beds >= 30 * sum.primary_beds));
    let geriatric = regions()
        .filter(|(region, _)| is_city(region))
        .map(|(_, sum)| judged(sum.general > 0, 100 * sum.geriatric >= 85 * sum.general));
    let [primary, departments, every] = judge_institutions(&country.institutions);
    [city_hospital.collect(), department.collect(), nursing.collect(), geriatric.collect(), primary, departments, every]
}

fn judged(applies: bool, holds: bool) -> u8 {
    match (applies, holds) {
        (false, _) => NOT_APPLICABLE,
        (true, true) => MET,
        (true, false) => NOT_MET,
    }
}

fn judge_institutions(of: &Institutions) -> [Vec<u8>; 3] {
    let primary = of.kind.iter().zip(&of.has_conditions).zip(&of.rehab_beds);
    let primary = primary.filter(|((kind, _), _)| PRIMARY.contains(kind));
    let departments = of.kind.iter().zip(&of.level).zip(of.rehab_department_beds.iter().zip(&of.beds));
    let departments = departments.filter(|((kind, _), _)| **kind == GENERAL);
    let every = of.rehab_beds.iter().zip(&of.nursing_beds).zip(&of.beds);
    [
        primary.map(|((_, conditions), beds)| judged(*conditions, *beds > 0)).collect(),
        departments
            .map(|((_, level), (part, beds))| judged(*level == 3 && *beds > 0, 100 * part >= 2 * beds))
            .collect(),
        every.map(|((rehab, nursing), beds)| judged(*beds > 0, 100 * (rehab + nursing) <= 80 * beds)).collect(),
    ]
}

/// What each region has, itself and all that lies in it.
fn sums(country: &Country) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); country.regions.len()];
    let of = &country.institutions;
    let places = of.region.iter().zip(&of.kind).zip(of.level.iter().zip(&of.public));
    let years = of.opened.iter().zip(&of.closed);
    let beds = of.beds.iter().zip(&of.nursing_beds);
    let flags = of.county_level.iter().zip(&of.rehab_department).zip(&of.geriatric_department);
    let rows = places.zip(years).zip(beds).zip(flags);
    for (((((region, kind), (level, public)), years), (beds, nursing)), ((county, department), geriatric)) in rows {
        let exists = *years.0 <= DUE && (*years.1 == 0 || *years.1 > DUE);
        let Some(sum) = sums.get_mut(*region as usize).filter(|_| exists) else { continue };
        let general = *kind == GENERAL && *level >= 2;
        sum.rehab_hospitals += i64::from(*kind == REHAB && *level >= 2);
        sum.departments += i64::from(*county && *public && *department);
        sum.general += i64::from(general);
        sum.geriatric += i64::from(general && *geriatric);
        if PRIMARY.contains(kind) {
            sum.nursing_beds += nursing;
            sum.primary_beds += beds;
        }
    }
    // What lies in a region comes after it.
    for (at, region) in country.regions.iter().enumerate().skip(1).rev() {
        let own = sums.get(at).copied().unwrap_or_default();
        if let Some(sum) = sums.get_mut(region.parent) {
            sum.rehab_hospitals += own.rehab_hospitals;
            sum.departments += own.departments;
            sum.nursing_beds += own.nursing_beds;
            sum.primary_beds += own.primary_beds;
            sum.general += own.general;
            sum.geriatric += own.geriatric;
        }
    }
    sums
}
