//! Programs that use every construct; the other tests read, cut and break them.

pub(super) const ONE_LINE: &str = "rehab_doctors per 100000 >= 8 by 2025\n";

pub(super) const VOCABULARY: &str = r#"
vocabulary health_cn "Health services in China" | "中国卫生健康词汇"

unit persons "persons" | "人" whole          # whole: shortfalls are rounded up to whole ones
unit beds    "beds" | "张" whole
body HC      "health commission" | "卫生健康委"     # who may stand after `responsible`

entity region "region" | "地区" in region {
  kind "kind" | "区划类型": one of {nation, province "province" | "省", municipality, prefecture_city, district, county}
  capital "provincial capital" | "省会城市": flag
  population "permanent residents" | "常住人口": persons
  rehab_doctors, rehab_therapists: persons
  plan_issued_on: date
}
entity hospital in region from opened_on until closed_on {
  kind: one of {general, tcm, rehabilitation, nursing}
  level: ordered {I < II < III}
  ownership: one of {public, social}
  opened_on, closed_on: date
  beds, rehab_beds: beds
  rehab_department: flag
  services: set of {assessment, treatment, guidance, follow_up}
}
let city   = region where kind = prefecture_city
let county = region where kind = county
let rehab_hospital = hospital where kind = rehabilitation
let floor_of_doctors = 6 from 2021, 8 from 2025-07
let rate: number
let elderly "the old" of region = elderly_60 + elderly_65
"#;

pub(super) const POLICY: &str = r#"
policy qz_care_2022 "Quzhou opinions on integrated care" | "…" in region "330800" from 2022-11-30 until 2030 {
  use health_cn
  base population                                  # default base of `per`
  responsible CTY                                  # added to each rule's own
  let elderly of region = elderly_60               # a derived attribute
  reading sixty_five "65 and over": let elderly of region = elderly_65
  reading seventy: { let elderly of region = elderly_70  let very_old = 80 }

  rule social_workers {
    target social_workers : community_elderly >= 1:500 by 2022 then >= 1:450 by 2025
  }
  rule wards {
    for each county_unit where level >= II expect 32
    target any(palliative_ward) by 2025
    except when conversion "is being converted" | "正在转型"
    tightens cn_rehab_2021.physicians by 2025
  }
  rule nursing_beds "Share of nursing beds" | "护理床位占比" {
    cite "1.14"
    target sum(nursing_beds over care_home) >= 60% of sum(beds over care_home) by 2025
    reading each_home: { for each care_home  target nursing_beds >= 60% of beds by 2025 }
    responsible HC, TCM
    note "why" | "原因"
  }
  rule designation {
    for each application
    in principle shall "应" completed_on by accepted_on + 20 working days
    must not closed
    eligible "home visits" | "上门服务" when age(born_on) >= 65 and not subsidy_paid
    show density "density" = beds per 1000
    shall attest plan_made, team_formed
    strive beds per 1000 >= 6 by 2022 then target between 8 and 9 by the end of 2025
  }
  not encoded "3.1" "recital"
}
"#;

pub(super) const CHINESE: &str = "
政策 cn_rehab_2021 {
  规则 康复医师 {
    依据 “二”
    每个 省
    力争 康复医师数 每 10万 常住人口 不低于 6 到 2022年 然后 目标 不低于 8 到 2025年
  }
  规则 床位 {   # 床位
    每个 县 其中 常住人口 30万 以下
    目标 每10万 常住人口 康复医师数 不低于8 到2025年
    原则上 应当 护理床位 不低于 床位 的 2% 且 完成日 早于 2025年10月31日
    除非 （人口 超过 300万 或 无床位） “理由”
  }
}
";

pub(super) const EXPRESSIONS: &[&str] = &[
    "rehab_beds >= 2% of beds",
    "rehab_beds per 1000 >= 0.5",
    "sum(beds over hospital where level = III) per 10000 elderly >= 55",
    "share(hospital where level >= II with geriatric_department) >= 85%",
    "count(rehab_hospital where level >= II) >= 1 or any(conversion)",
    "recommended between 1 and 2",
    "diagnosis in {hypertension, diabetes_2}",
    "services includes {assessment, treatment}",
    "services includes any of {assessment}",
    "age(born_on) >= 65 and not subsidy_paid",
    "opened_on + 3 months <= applied_on",
    "county.population > 300_000",
    "if population > 300_000 then any(department) else any(outpatient_unit)",
    "limit <= case county.population { to 500_000: 500  to 1_000_000: 800  otherwise: 1000 }",
    "count(institution) > count(institution) at baseline",
    "min(a, b) - max(a, b) * 2 / 3 < floor(x) + ceil(-y)",
    "all(hospital with (a or b) and not c)",
    "plan_issued_on = none and closed_on is not none",
    "patients : nurses <= limit : 1",
    "(a + b) per 1000 >= 5‰",
    "working_days(accepted_on, completed_on) <= 20",
    "x until closed_on or x since 2021-10",
];

/// All whole programs.
pub(super) fn programs() -> Vec<&'static str> {
    [ONE_LINE, VOCABULARY, POLICY, CHINESE].into_iter().chain(EXPRESSIONS.iter().copied()).collect()
}
