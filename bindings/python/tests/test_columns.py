"""Columns: the verdicts of the report, for every row at once."""

import random

import pytest

import dabiao

pa = pytest.importorskip("pyarrow")

POLICY = dabiao.compile(
    """
    unit persons whole
    entity region { population: persons }
    entity hospital in region { beds: number  rehab_beds: number  open: flag }
    rule share { for each hospital
      shall rehab_beds >= 2% of beds }
    rule open_ones { for each hospital where beds > 100
      shall open }
    rule density { for each region
      target sum(beds over hospital) per 1000 population >= 2 by 2030 }
    """
)


def facts(rows):
    chance = random.Random(7)
    region = [{"id": f"r{at}", "population": chance.choice([None, 1_000, 90_000])} for at in range(20)]
    hospital = [
        {
            "id": f"h{at:06}",
            "in": f"r{at % 20}",
            "beds": chance.choice([None, chance.randint(0, 500)]),
            "rehab_beds": chance.choice([None, chance.randint(0, 12), chance.random() * 12]),
            "open": chance.choice([None, True, False]),
        }
        for at in range(rows)
    ]
    return POLICY.facts({"region": region, "hospital": hospital})


@pytest.mark.parametrize("threads", [1, 3])
def test_columns_are_the_verdicts_of_the_report(threads):
    given = facts(5_000)
    columns = POLICY.columns(given, as_of="2026-01-15", threads=threads)
    report = POLICY.evaluate(given, as_of="2026-01-15")
    expected = {(row.rule, row.subject): row.verdict for row in report}
    found = {}
    for entity in columns.entities:
        table = columns.to_arrow(entity).to_pydict()
        ids = table.pop("id")
        for rule, verdicts in table.items():
            found.update({(rule, at): verdict for at, verdict in zip(ids, verdicts) if verdict is not None})
    assert found == expected
    assert columns.counts() == report.counts()


def test_rows_come_back_in_the_order_given():
    pl = pytest.importorskip("polars")
    policy = dabiao.compile("beds >= 20")
    chance = random.Random(3)
    beds = [chance.choice([None, 19, 20]) for _ in range(3_000)]
    expected = ["undetermined" if one is None else "met" if one >= 20 else "not_met" for one in beds]
    numbered = policy.columns({"beds": beds}, as_of="2026-01-15").to_arrow()
    assert numbered["id"].to_pylist() == [str(at + 1) for at in range(len(beds))]
    assert numbered["rule"].to_pylist() == expected
    ids = [f"unit {at}" for at in range(len(beds))]
    chance.shuffle(ids)
    frame = pl.DataFrame({"id": ids, "beds": beds})
    for given in (frame, frame.to_dict(as_series=False), frame.to_dicts(), frame.to_pandas()):
        named = policy.columns(given, as_of="2026-01-15", threads=2).to_polars()
        assert named["id"].to_list() == ids
        assert frame.with_columns(named["rule"])["rule"].to_list() == expected


def test_units_come_in_the_order_of_their_first_rows():
    policy = dabiao.compile("unit beds whole entity ward { beds: beds } rule r { for each ward must beds >= 20 }")
    rows = [("b", "2022", 1), ("c", "2021", 20), ("b", "2020", 30), ("a", "2022", 20), ("c", "2020", 1)]
    given = {name: list(column) for name, column in zip(("id", "date", "beds"), zip(*rows))}
    columns = policy.columns({"ward": given}, as_of="2026-01-15").to_arrow().to_pydict()
    assert columns == {"id": ["b", "c", "a"], "r": ["not_met", "met", "met"]}


def test_tables_of_libraries():
    pl = pytest.importorskip("polars")
    columns = dabiao.compile("beds >= 20").columns({"id": ["b", "a"], "beds": [19, 20]}, as_of="2026-01-15")
    assert columns.to_polars().to_dict(as_series=False) == {"id": ["b", "a"], "rule": ["not_met", "met"]}
    assert pl.DataFrame(columns).equals(columns.to_polars())
    assert columns.to_pandas()["rule"].dtype == "category"
    assert repr(columns) == "<dabiao.Columns: 2 rows of facts>"
    with pytest.raises(ValueError, match="say which: region, hospital"):
        POLICY.columns(facts(3), as_of="2026-01-15").to_arrow()
    with pytest.raises(KeyError, match="no entity"):
        columns.to_arrow("hospital")
