//! For every code of the facts a sample that earns exactly this code; and texts made to break the readers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::from_tables_tests::program;
use crate::facts::{FactLimits, Table, from_csv_within, from_json_within, from_tables_within};
use crate::report::wording;

/// Every table is correct until a sample replaces it.
const SOURCE: &str = r#"
unit persons "persons" | "人" whole
entity nation { size: number }
entity region "zone" | "区" in nation {
  population "residents" | "人口": persons
  kind: one of {city "town" | "市镇", county "Town" | "县"}
  services: set of {care, cure}
  rehab: flag
  founded_on "founded" | "日期": date
  motto: text
  score: number
}
entity clinic "Zone" | "诊所" in region { beds: number }
entity ward in ward from opened until closed { beds: number opened, closed: date }
let rate: number
policy p in region "1" {
  rule plan { for each region shall attest made, told }
  rule hope { for each region in principle shall score >= rate }
}
"#;
const NATION: &str = "id\nN\n";
const REGION: &str = "id,in\n1,N\n2,N\n";

/// The codes of errors, or of warnings, that tables earn.
fn codes(source: &str, tables: &[Table], limits: &FactLimits) -> Vec<&'static str> {
    let found =
        from_tables_within(&program(source), tables, limits).map_or_else(|errors| errors, |(_, warnings)| warnings);
    found.into_iter().map(|fault| fault.code).collect()
}

fn csv(name: &str, text: &str, limits: &FactLimits) -> Table {
    from_csv_within(&format!("{name}.csv"), text, limits)
}

/// The standard tables with some replaced or added.
fn tables(changes: &[(&str, &str)], limits: &FactLimits) -> Vec<Table> {
    let standard = [("nation", NATION), ("region", REGION)];
    let kept = standard.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes.iter().copied()).map(|(name, text)| csv(name, text, limits)).collect()
}

/// The code that each change of the standard tables earns.
const SAMPLES: &[(&str, &[(&str, &str)])] = &[
    ("F0101", &[("regoins", "id\n")]),
    ("F0102", &[("ward", "id\n"), ("Ward", "id\n")]),
    ("F0107", &[("ward", "id,beds\nw,1,2\n")]),
    ("F0109", &[("ward", "id\nw\0\n")]),
    ("F0110", &[("ward", "id\n\"w\n")]),
    ("F0113", &[("ward", "id;beds\nw;1\n")]),
    ("F0114", &[("ward", "\n\n")]),
    ("F0117", &[("ZONE", "id\n")]),
    ("F0118", &[("region", "id,in,日期\n1,N,2022\n")]),
    ("F0119", &[("region", "id,in,population,人口\n1,N,1,1\n")]),
    ("F0120", &[("region", "id,in\n1,\n")]),
    ("F0121", &[("region", "id\n1\n")]),
    ("F0122", &[("ward", "id,date\nw,2022\nw,2022-12-31\n")]),
    ("F0124", &[("ward", "id,in,date\nv,,2022\nw,,2022\nw,v,2023\n")]),
    ("F0125", &[("ward", "id\n12\n１２\n")]),
    ("F0126", &[("region", "id,in\n1,M\n")]),
    ("F0127", &[("clinic", "id,in\nc,N\n")]),
    ("F0128", &[("ward", "id\n")]),
    ("F0129", &[("ward", "id,in\nv,w\nw,v\n")]),
    ("F0131", &[("nation", "id,in\nN,N\n")]),
    ("F0132", &[("region", "id,in\n2,N\n")]),
    ("F0140", &[("region", "id,in,population\n1,N,many\n")]),
    ("F0141", &[("region", "id,in,population\n1,N,\"1,000\"\n")]),
    ("F0142", &[("region", "id,in,population\n1,N,5%\n")]),
    ("F0143", &[("region", "id,in,population\n1,N,-5\n")]),
    ("F0144", &[("region", "id,in,population\n1,N,0.5\n")]),
    ("F0145", &[("region", "id,in,population\n1,N,11111111111111111111111111111111111111111\n")]),
    ("F0146", &[("region", "id,in,population\n1,N,1e401\n")]),
    ("F0147", &[("region", "id,in,population\n1,N,inf\n")]),
    ("F0148", &[("region", "id,in,population\n1,N,none\n")]),
    ("F0149", &[("region", "id,in,rehab\n1,N,n/a\n")]),
    ("F0150", &[("region", "id,in,rehab\n1,N,maybe\n")]),
    ("F0151", &[("region", "id,in,founded_on\n1,N,2021-02-30\n")]),
    ("F0152", &[("region", "id,in,unlisted\n1,N,hospital\n")]),
    ("F0153", &[("region", "id,in,services\n1,N,care;cake\n")]),
    ("F0154", &[("region", "id,in,kind\n1,N,TOWN\n")]),
    ("F0160", &[("evidence", "rule,limb,unit,holds\nplans,made,1,yes\n")]),
    ("F0161", &[("evidence", "rule,limb,unit,holds\nplan,mad,1,yes\n")]),
    ("F0162", &[("evidence", "rule,limb,unit,holds\nplan,made,9,yes\n")]),
    ("F0163", &[("ward", "id\n1\n"), ("evidence", "rule,limb,unit,holds\nplan,made,1,yes\n")]),
    ("F0164", &[("evidence", "rule,limb,unit,entity,holds\nplan,made,1,regoin,yes\n")]),
    ("F0165", &[("waivers", "rule,unit,reason,from,until\nhope,1,flood,2023,2022\n")]),
    ("F0166", &[("inputs", "name,value\nrates,1\n")]),
    ("F0167", &[("inputs", "name,value\nrate,1\nrate,2\n")]),
    ("F0168", &[("calendar", "region,date,kind\n1,2022-01-03,off\n")]),
    ("F0169", &[("calendar", "region,date,kind\n1,2022-01-03,holiday\n1,2022-01-03,makeup\n")]),
    ("F0170", &[("evidence", "rule,limb,unit,holds\nplan,made,1,yes\nplan,made,1,no\n")]),
    ("G0101", &[("ward", "id,bed\nw,1\n")]),
    ("G0102", &[("ward", "id,\nw,1\n")]),
    ("G0103", &[("waivers", "rule,unit,reason\nplan,1,flood\n")]),
    ("G0105", &[("ward", "id,opened,closed\nw,2022,2021\n")]),
    ("G0104", &[("evidence", "rule,limb,unit,holds\nq.plan,made,1,yes\n")]),
];

#[test]
fn each_sample_earns_exactly_its_code() {
    let limits = FactLimits::default();
    assert_eq!(codes(SOURCE, &tables(&[], &limits), &limits), [""; 0]);
    for (code, changes) in SAMPLES {
        let mut tables = tables(changes, &limits);
        if *code == "F0128" {
            tables.remove(0);
        }
        assert_eq!(codes(SOURCE, &tables, &limits), [*code], "{changes:?}");
    }
}

#[test]
fn each_limit_earns_its_code() {
    let limits = FactLimits { tables: 3, rows: 2, columns: 2, cell_bytes: 8, faults: 2 };
    let cases: [(&str, &[(&str, &str)]); 7] = [
        ("F0104", &[("ward", "id\na\nb\nc\nd\n")]),
        ("F0105", &[("ward", "id,in,beds\n")]),
        ("F0106", &[("ward", "id\n123456789\n")]),
        ("F0106", &[("ward", "id,123456789\n")]),
        ("F0115", &[("ward", "id\n"), ("clinic", "id,in\n")]),
        ("F0143 F0143 F0199", &[("region", "id,in,population\n1,N,-1\n2,N,-1\n3,N,-1\n")]),
        ("G0101 G0101 G0199", &[("ward", "id,x,y,z\n")]),
    ];
    for (expected, changes) in cases {
        let limits = match expected {
            "G0101 G0101 G0199" => FactLimits { tables: 9, faults: 2, ..FactLimits::default() },
            "F0143 F0143 F0199" => FactLimits { faults: 2, ..FactLimits::default() },
            _ => limits,
        };
        let found = codes(SOURCE, &tables(changes, &limits), &limits);
        assert_eq!(found.join(" "), expected, "{changes:?}");
    }
}

#[test]
fn an_open_program_takes_one_table() {
    let limits = FactLimits::default();
    let open = "doctors per 1000 >= 8";
    let table = |name: &str, text: &str| csv(name, text, &limits);
    assert_eq!(codes(open, &[], &limits), ["F0103"]);
    assert_eq!(codes(open, &[table("a", "doctors\n"), table("b", "doctors\n")], &limits), ["F0103"]);
    assert_eq!(codes(open, &[table("a", "doctors\n1\n"), table("inputs", "name,value\n")], &limits), [""; 0]);
    assert_eq!(codes(open, &[table("inputs", "doctors,population\n1,2\n")], &limits), [""; 0]);
    assert_eq!(codes(open, &[table("a", "date,doctors\n2022,1\n")], &limits), ["F0123"]);
}

#[test]
fn the_faults_of_json_have_their_codes() {
    let limits = FactLimits::default();
    let earned = |json: &str| {
        let mut tables = vec![csv("nation", NATION, &limits), csv("region", REGION, &limits)];
        tables.extend(from_json_within("facts.json", json, &limits));
        codes(SOURCE, &tables, &limits).join(" ")
    };
    assert_eq!(earned(r#"{"ward": [{"id": "w", "in": null, "beds": 1e2}]}"#), "");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "beds": NaN}]}"#), "F0111");
    assert_eq!(earned(r#"{"ward": [{"id": "w"},]}"#), "F0111");
    assert_eq!(earned(r#"{"ward": [{"id": "\ud800"}]}"#), "F0133");
    assert_eq!(earned("7"), "F0112");
    assert_eq!(earned(r#"{"ward": {"id": "w"}}"#), "F0112");
    assert_eq!(earned(r#"{"ward": [["w"]]}"#), "F0112");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "beds": 1, "beds": 2}]}"#), "F0116");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "beds": {"n": 1}}]}"#), "F0133");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "note": {"n": 1}}], "waivers": [{"by": {}}]}"#), "F0121 F0121 F0121");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "beds": true}]}"#), "F0140");
    assert_eq!(earned(r#"{"ward": [{"id": "w", "beds": 1e999}]}"#), "F0146");
    assert_eq!(earned(r#"{"ward": [], "evidence": [], "clinic": []}"#), "");
    assert_eq!(earned(r#"{"ward": [{}]}"#), "F0121");
    assert_eq!(earned(r#"{"ward": [], "ward": []}"#), "F0102");
    assert_eq!(codes(SOURCE, &from_json_within("facts.json", b"\xff", &limits), &limits), ["F0108"]);
    let flag = Table::new("region", ["id", "in", "motto"]).row(["1".into(), "N".into(), true.into()]);
    assert_eq!(codes(SOURCE, &[csv("nation", NATION, &limits), flag], &limits), ["F0155"]);
}

#[test]
fn depth_has_a_limit() {
    let limits = FactLimits::default();
    let chain = |deep: usize| {
        let rows: String = (1..deep).map(|row| format!("w{row:03},w{:03}\n", row - 1)).collect();
        tables(&[("ward", &format!("id,in\nw000,\n{rows}"))], &limits)
    };
    assert_eq!(codes(SOURCE, &chain(32), &limits), [""; 0]);
    assert_eq!(codes(SOURCE, &chain(33), &limits), ["F0130"]);
    assert_eq!(codes(SOURCE, &chain(50_000), &limits).first(), Some(&"F0130"));
}

#[test]
fn every_code_has_a_sample() {
    let elsewhere = [
        "F0103", "F0104", "F0105", "F0106", "F0108", "F0111", "F0112", "F0115", "F0116", "F0123", "F0130", "F0133",
        "F0155", "F0199", "G0199",
    ];
    for words in wording::all().filter(|words| words.code.starts_with(['F', 'G'])) {
        let sampled = SAMPLES.iter().any(|(code, _)| *code == words.code);
        assert!(sampled != elsewhere.contains(&words.code), "{}", words.code);
    }
}

#[test]
fn all_faults_of_all_tables_come_in_one_report_in_their_order() {
    let limits = FactLimits::default();
    let changes = [
        ("region", "id,in,population,rehab,extra\n1,M,-1,maybe,\n2,N,1.5,,\n2,N,1,,\n"),
        ("clinic", "id,in,beds\nc,3,x\nc\n"),
        ("evidence", "rule,limb,unit,holds\nplans,made,1,yes\nplan,made,9,perhaps\n"),
    ];
    let found = from_tables_within(&program(SOURCE), &tables(&changes, &limits), &limits).unwrap_err();
    let found: Vec<String> = found
        .iter()
        .map(|fault| format!("{}:{}:{}", fault.table.replace(".csv", ""), fault.row.unwrap_or(0), fault.code))
        .collect();
    let expected = [
        "region:1:F0143",
        "region:1:F0150",
        "region:1:F0126",
        "region:2:F0144",
        "region:3:F0122",
        "clinic:1:F0140",
        "clinic:1:F0126",
        "clinic:2:F0107",
        "evidence:1:F0160",
        "evidence:2:F0150",
    ];
    assert_eq!(found, expected);
}

#[test]
fn no_text_makes_the_readers_panic() {
    let limits = FactLimits { tables: 9, rows: 20, columns: 9, cell_bytes: 99, faults: 9 };
    let program = program(SOURCE);
    let csv = "id,in,date,人口,kind,services,rehab,unlisted\n1,N,2022,\"1,0\",city,care;cure,是,\"\"\n";
    let json = r#"{"region": [{"id": "1", "in": "N", "services": ["care"], "人口": 1e5}], "nation": [{"id": null}]}"#;
    let mut random = 7_u64;
    let mut next = |bound: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % bound
    };
    let odd: Vec<&[u8]> =
        vec![b"\"", b",", b"\n", b"\r", b"\0", b"\xff", b"{", b"[", b"]", b"\\", b"9", "；".as_bytes(), b""];
    let mut refused = 0;
    for _ in 0..3_000 {
        for (text, is_json) in [(csv, false), (json, true)] {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=next(4) {
                let from = next(bytes.len());
                let to = (from + next(4)).min(bytes.len());
                bytes.splice(from..to, odd.get(next(odd.len())).unwrap().iter().copied());
            }
            let tables = match is_json {
                true => from_json_within("facts.json", &bytes, &limits),
                false => vec![from_csv_within("region.csv", &bytes, &limits)],
            };
            refused += usize::from(from_tables_within(&program, &tables, &limits).is_err());
        }
    }
    assert!(refused > 3_000, "{refused}");
}
