//! The codes of the faults that the checker finds, each with a source that shows it. Tests and the documents use the
//! table; the words are in `report`. Many examples stand on the little vocabulary [`VOCABULARY`].

use crate::syntax::codes::Code;

macro_rules! vocabulary {
    ($rest:literal) => {
        concat!(
            "vocabulary little\n",
            "unit persons whole\n",
            "unit beds \"beds\" | \"张\" whole\n",
            "body HC\n",
            "entity region in region {\n",
            "  kind: one of {city, county}\n",
            "  population, doctors, nurses, elderly: persons\n",
            "  beds: beds\n",
            "  mountainous: flag\n",
            "  plan_issued_on: date\n",
            "}\n",
            "entity hospital in region {\n",
            "  level: ordered {I < II < III}\n",
            "  beds, rehab_beds: beds\n",
            "  public: flag\n",
            "  services: set of {assessment, treatment}\n",
            "  opened_on: date\n",
            "}\n",
            "let county = region where kind = county\n",
            $rest
        )
    };
}

/// The declarations that many examples begin with.
pub const VOCABULARY: &str = vocabulary!("");

macro_rules! codes {
    ($($code:literal $meaning:literal $example:expr;)+) => {
        /// All codes of the checker. Where an example uses another text, it is one of the library of the tests:
        /// a vocabulary `broken`, a policy `cn_rehab_2021`, the calendars `cn_working_days` and `bank_days`.
        pub const CODES: &[Code] = &[$(Code { code: $code, meaning: $meaning, example: $example }),+];
    };
}

codes! {
    "E0201" "an unknown name" Some(vocabulary!("shall doctor >= 8"));
    "E0202" "a name declared twice" Some("unit beds unit beds");
    "E0203" "a label that another name has" Some("unit beds \"places\" unit seats \"places\"");
    "E0204" "an unknown set or entity" Some(vocabulary!("shall count(hospitol) >= 1"));
    "E0205" "an unknown unit or type" Some("unit persons entity region { doctors: person }");
    "E0206" "a name that every table has already, or a type" Some("entity region { id: text }");
    "E0207" "entities that lie in each other" Some("entity a in b { x: number } entity b in c { y: number } entity c in b { z: number }");
    "E0208" "`let`s that need each other" Some("let a = b + 1 let b = a + 1 rule r { shall a >= 1 }");
    "E0209" "no value of the type" Some(vocabulary!("rule r { for each region where kind = conty shall beds >= 1 }"));
    "E0210" "an unknown body" Some(vocabulary!("rule r { shall beds >= 1 responsible HCC }"));
    "E0211" "an attribute of another entity" Some(vocabulary!("shall count(hospital where beds >= population) >= 1"));
    "E0212" "members that do not lie in the subject" Some(vocabulary!("rule r { for each hospital shall count(county) >= 1 }"));
    "E0213" "a set where a value must stand" Some(vocabulary!("shall county >= 1"));
    "E0214" "an unknown vocabulary or calendar" Some("use cn_working_day shall beds >= 1");
    "E0215" "a vocabulary with errors" Some("use broken shall beds >= 1");
    "E0216" "a second policy in one file" Some("policy a { rule r { shall x >= 1 } } policy b { rule r { shall x >= 1 } }");
    "E0217" "a second calendar" Some("use cn_working_days use bank_days shall beds >= 1");
    "E0218" "an attribute in a constant" Some(vocabulary!("let many = beds rule r { shall beds >= many }"));
    "E0219" "words that are not separated" Some("康复医师数不低于6");
    "E0220" "a derived attribute that cannot be read of an ancestor" Some(vocabulary!("let all_beds of region = sum(beds over hospital) rule r { for each hospital shall beds <= region.all_beds }"));
    "E0221" "a set that the row cannot lie in" Some(vocabulary!("rule r { for each county shall hospital.beds >= 1 }"));
    "E0222" "a set with `of`" Some(vocabulary!("let big of region = region where beds >= 100 rule r { for each big shall beds >= 1 }"));
    "E0223" "a path of more than two names, or of one too many" Some(vocabulary!("rule r { for each hospital shall beds <= region.county.beds }"));
    "E0224" "a name of two things" Some(vocabulary!("let beds = 5 rule r { shall doctors >= 1 and beds >= 1 }"));
    "E0225" "a value where a set must stand" Some(vocabulary!("shall count(population) >= 1"));
    "E0301" "another type than is wanted" Some(vocabulary!("shall beds"));
    "E0302" "numbers in two units" Some(vocabulary!("shall beds >= doctors"));
    "E0303" "a share beside a plain number" Some(vocabulary!("shall share(hospital with public) >= 85"));
    "E0304" "rates of two bases or scales" Some(vocabulary!("shall doctors per 1000 population >= doctors per 10000 population"));
    "E0305" "a ratio beside something else" Some(vocabulary!("shall doctors : nurses >= 2"));
    "E0306" "a rate beside a quantity" Some(vocabulary!("shall doctors per 1000 population >= beds"));
    "E0307" "a division by zero" Some(vocabulary!("shall doctors / 0 >= 1"));
    "E0308" "an input of a type that cannot be supplied" Some("let remark: text");
    "E0309" "braces where no list of values can stand" Some(vocabulary!("rule r { for each region where kind = {city} shall beds >= 1 }"));
    "E0310" "a wrong number of arguments" None;
    "E0311" "`per` without a base" Some(vocabulary!("shall doctors per 1000 >= 2"));
    "E0312" "a default base that the row does not have" Some(vocabulary!("base population rule r { for each hospital shall beds per 1000 >= 2 }"));
    "E0313" "a kind of number that cannot be calculated with so" Some(vocabulary!("shall (doctors per 1000 population) * beds >= 2"));
    "E0314" "branches that give no value" Some(vocabulary!("rule r { for each hospital show x = if public then services else services }"));
    "E0315" "an entity is needed" Some("shall count(hospital) >= 1");
    "E0316" "a span of time that is not whole" Some(vocabulary!("shall plan_issued_on by plan_issued_on + 1.5 months"));
    "E0318" "a percentage beside a quantity" Some(vocabulary!("shall beds >= 2%"));
    "E0319" "a rate of something that is not counted" Some(vocabulary!("shall 8 per 1000 population >= 2"));
    "E0320" "`of` without a percentage" None;
    "E0321" "a scale that is no number above zero" None;
    "E0322" "a date added to a date" Some(vocabulary!("shall plan_issued_on - plan_issued_on >= 5"));
    "E0323" "a number added to a date" Some(vocabulary!("shall plan_issued_on by plan_issued_on + 5"));
    "E0324" "a comparison of dates with something else" Some(vocabulary!("shall beds before doctors"));
    "E0325" "things that cannot be compared" Some(vocabulary!("rule r { for each hospital shall public = (beds >= 5) }"));
    "E0326" "an order of what has none" Some(vocabulary!("rule r { for each region where kind >= city shall beds >= 1 }"));
    "E0327" "values of two types" Some(vocabulary!("rule r { for each hospital where level = region.kind shall beds >= 1 }"));
    "E0328" "`none` beside what cannot be none" Some(vocabulary!("shall beds = none"));
    "E0329" "a sum of what cannot be added up" Some(vocabulary!("shall sum(doctors per 1000 population over county) >= 5"));
    "E0401" "a year or month where a day must stand" Some(vocabulary!("shall days(plan_issued_on, 2021-10) <= 30"));
    "E0402" "a due date that is no date" Some(vocabulary!("shall beds >= 1 by beds"));
    "E0403" "due dates that do not ascend" Some("target x >= 6 by 2025 then >= 8 by 2022");
    "E0404" "a ladder whose first stage is no comparison" Some(vocabulary!("target mountainous by 2022 then >= 8 by 2025"));
    "E0405" "a later stage without a due date" Some("target x >= 6 by 2025 then >= 8");
    "E0406" "bounds that do not ascend" Some("shall x >= case y { to 500: 1 to 300: 2 otherwise: 3 }");
    "E0407" "values over time that do not ascend" Some("let limit = 6 from 2025, 8 from 2021 rule r { shall x >= limit }");
    "E0408" "a reading with nothing to replace" Some("rule r { reading strict: shall x > 1 show y = x }");
    "E0409" "a reading twice in one place" Some("rule r { shall x >= 1 reading s: shall x > 1 reading s: shall x > 2 }");
    "E0410" "a clause that no reading can hold" None;
    "E0411" "an unknown policy" Some("rule r { shall x >= 1 tightens cn_rehab_2022.physicians }");
    "E0412" "an unknown rule of a policy" Some("rule r { shall x >= 1 tightens cn_rehab_2021.physician }");
    "E0413" "a relation to no `POLICY.RULE`" Some("policy p { rule r { shall x >= 1 } rule s { shall x >= 2 tightens r } }");
    "E0414" "a relation to itself" Some("policy p { rule r { shall x >= 1 tightens p.r } }");
    "E0415" "a reading of a name that has no `let`" Some("let limit = 5 reading strict: let limt = 6 rule r { shall x >= limit }");
    "E0416" "a line without its force" None;
    "E0417" "a second `for each`" Some(vocabulary!("rule r { for each region for each county shall beds >= 1 }"));
    "E0418" "a rule without a line" Some("rule r { cite \"1\" }");
    "E0419" "an `expect` that is no count" Some(vocabulary!("rule r { for each county expect 1.5 shall beds >= 1 }"));
    "E0420" "`must not` before a date" Some(vocabulary!("must not plan_issued_on by 2025"));
    "E0421" "a rule without `for each` and several top tables" Some("entity a { x: number } entity b { y: number } rule r { shall x >= 1 }");
    "E0422" "subjects that cannot lie in the territory" Some(vocabulary!("entity ship { crew: persons } policy p in region \"1\" { rule r { for each ship shall crew >= 1 } }"));
    "E0423" "a reading that gives another type" Some("let limit = 5 reading late: let limit = 2025-12-31 rule r { shall x >= limit }");
    "E0424" "a rule outside the policy" Some("policy p { rule r { shall x >= 1 } } rule s { shall x >= 1 }");
    "E0425" "a line outside a rule" None;
    "E0426" "a policy that ends before it begins" Some("policy p from 2025 until 2024 { rule r { shall x >= 1 } }");
    "E0427" "a reading that makes a set of a value, or a value of a set" Some("let limit = 5 reading late: let limit: number rule r { shall x >= limit }");
    "E0428" "a set where an entity must stand" Some(vocabulary!("policy p in county \"1\" { rule r { shall beds >= 1 } }"));
    "E0500" "a rule is lost without a fault: a defect of the library" None;
    "E0501" "a rule that becomes too large" None;
    "E0502" "a file that becomes too large" None;
    "E0503" "`let`s that nest too deeply" None;
    "W0201" "a `let` that nothing uses" Some("let limit = 5 rule r { shall x >= 1 }");
    "W0301" "literals compared with each other" Some("shall x >= 1 and 2 >= 1");
    "W0401" "a later stage that asks for less" Some("target x >= 8 by 2022 then >= 6 by 2025");
    "W0402" "a reading that changes nothing" Some("rule r { shall x >= 1 reading same: shall x >= 1 }");
    "W0403" "a rule without a clause cited beside rules with one" Some("rule r { cite \"1\" shall x >= 1 } rule s { shall x >= 2 }");
    "W0404" "a `case` without `otherwise`" Some("shall x >= case y { to 500: 1 to 700: 2 }");
    "W0405" "a value over time that has not begun" Some("let limit = 6 from 2025 rule r { shall x >= limit by 2024 }");
    "W0406" "a policy without rules" Some("policy p { cite \"1\" }");
}
