//! One record by hand: a struct with a field for each number, and a function that judges it.

use super::twenty::{self, Cell};
use crate::rules::{FIELDS, RULES};

/// A region. `T` is `i64`, or `Option<i64>` where a number may be missing.
#[derive(Clone, Copy, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of the policy")]
pub struct Region<T> {
    pub population: T,
    pub elderly: T,
    pub doctors: T,
    pub nurses: T,
    pub rehab_doctors: T,
    pub therapists: T,
    pub caregivers: T,
    pub social_workers: T,
    pub beds: T,
    pub rehab_beds: T,
    pub nursing_beds: T,
    pub institutions: T,
}

impl<T> From<[T; FIELDS]> for Region<T> {
    #[inline(always)]
    fn from(fields: [T; FIELDS]) -> Region<T> {
        let [population, elderly, doctors, nurses, rehab_doctors, therapists, caregivers, social_workers, ..] = fields;
        let [.., beds, rehab_beds, nursing_beds, institutions] = fields;
        Region {
            population,
            elderly,
            doctors,
            nurses,
            rehab_doctors,
            therapists,
            caregivers,
            social_workers,
            beds,
            rehab_beds,
            nursing_beds,
            institutions,
        }
    }
}

/// The verdicts of the 20 rules, in their order.
pub fn judge<T: Copy + Into<Cell>, const ONE: i64>(region: &Region<T>) -> [u8; RULES] {
    let population: Cell = region.population.into();
    let elderly: Cell = region.elderly.into();
    let doctors: Cell = region.doctors.into();
    let nurses: Cell = region.nurses.into();
    let rehab_doctors: Cell = region.rehab_doctors.into();
    let therapists: Cell = region.therapists.into();
    let social_workers: Cell = region.social_workers.into();
    let beds: Cell = region.beds.into();
    let rehab_beds: Cell = region.rehab_beds.into();
    let nursing_beds: Cell = region.nursing_beds.into();
    [
        twenty::doctors(doctors, population),
        twenty::nurses(nurses, population),
        twenty::rehab_doctors(rehab_doctors, population),
        twenty::therapists(therapists, population),
        twenty::beds(beds, population),
        twenty::caregivers(region.caregivers.into(), elderly),
        twenty::institutions(region.institutions.into(), population),
        twenty::rehab_beds(rehab_beds, beds),
        twenty::nursing_beds(nursing_beds, beds),
        twenty::rehab_share(rehab_doctors, doctors),
        twenty::social_workers(social_workers, elderly),
        twenty::doctor_nurse(doctors, nurses),
        twenty::ageing(elderly, population),
        twenty::staff(doctors, nurses, population),
        twenty::therapist_load(beds, therapists),
        twenty::large_or_small::<ONE>(population, rehab_beds),
        twenty::large::<ONE>(population, therapists),
        twenty::small::<ONE>(population, therapists),
        twenty::many_beds::<ONE>(beds, social_workers),
        twenty::aged(elderly, population, beds, nursing_beds),
    ]
}
