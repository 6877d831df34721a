//! The bundled texts by name, as they stand in `policies/`: vocabularies first, then the policies that use them.

/// Every bundled vocabulary and policy: its name and its text.
pub const SOURCES: &[(&str, &str)] = &[
    ("health_cn", include_str!("../policies/health_cn.dabiao")),
    ("cn_rehab_2021", include_str!("../policies/cn_rehab_2021.dabiao")),
    ("sd_pilot_2022", include_str!("../policies/sd_pilot_2022.dabiao")),
    ("bj_rehab_2022", include_str!("../policies/bj_rehab_2022.dabiao")),
    ("qz_care_2022", include_str!("../policies/qz_care_2022.dabiao")),
];

/// The text of a bundled vocabulary or policy.
///
/// ```
/// assert!(dabiao_policies::source("cn_rehab_2021").is_some());
/// assert!(dabiao_policies::source("of_nowhere").is_none());
/// ```
pub fn source(name: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
