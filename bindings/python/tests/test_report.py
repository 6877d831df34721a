"""The report as a table: filters, forms, pickling, equality, words."""

import datetime
import json
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest

import dabiao

SAMPLES = {
    "region": [
        {"id": "1", "name": "North <b>", "population": 700_000, "doctors": 5},
        {"id": "2", "name": "South", "population": 900_000, "doctors": 9},
        {"id": "3", "name": "West", "population": None, "doctors": 2},
    ]
}
POLICY = dabiao.compile(
    """
    unit persons whole
    entity region { population: persons  doctors: persons }
    rule density "density" | "密度" { for each region
      target doctors per 100000 population >= 1 by 2025 }
    rule some { for each region
      shall doctors between 3 and 8 }
    """
)


@pytest.fixture(scope="module")
def report():
    return POLICY.evaluate(SAMPLES, as_of="2026-01-15")


def test_rows_are_exact(report):
    first = next(iter(report))
    assert (first.rule, first.subject, first.verdict) == ("density", "1", "not_met")
    assert first.value == Fraction(5, 7)
    assert first.shortfall == Fraction(2)
    assert first.due == datetime.date(2025, 12, 31)
    assert len(report) == len(list(report)) == 6


def test_numbers_on_request(report):
    value = lambda numbers: report.to_dicts(numbers=numbers)[0]["value"]  # noqa: E731
    assert value("fraction") == Fraction(5, 7)
    assert value("decimal") == Decimal(5) / Decimal(7)
    assert value("float") == 5 / 7
    assert value("text") == "5/7"
    with pytest.raises(ValueError, match="numbers is"):
        value("complex")


def test_the_bound_that_is_missed(report):
    targets = {row.subject: row.target for row in report.filter(rule="some")}
    assert targets == {"1": 3, "2": 8, "3": 3}


def test_filters(report):
    assert [row.subject for row in report.failing()] == ["1", "2", "3"]
    assert [row.subject for row in report.failing().filter(rule="密度")] == ["1"]
    assert {row.rule for row in report.filter(subject="South")} == {"density", "some"}
    assert len(report.filter(verdict=["met", "undetermined"])) == 3
    assert len(report.filter(verdict="waived")) == 0
    with pytest.raises(KeyError, match="no rule is called"):
        report.filter(rule="dense")


def test_summary(report):
    density, some = report.summary()
    assert (density.rule, density.verdict, density.count, density.subjects) == ("density", "not_met", 1, ("1",))
    assert (some.verdict, some.count) == ("not_met", 2)
    assert report.counts() == {
        "density": {"not_met": 1, "met": 1, "undetermined": 1},
        "some": {"met": 1, "not_met": 2},
    }


def test_explanations(report):
    assert "North" in report.explain("density", "1")
    assert report.explain("密度", "South", lang="zh") != report.explain("density", "2")
    with pytest.raises(KeyError, match="was not judged"):
        report.explain("density", "nowhere")


def test_equality_and_pickling(report):
    same = POLICY.evaluate(SAMPLES, as_of="2026-01-15")
    assert report == same
    assert report != POLICY.evaluate(SAMPLES, as_of="2025-01-15")
    assert report != report.failing()
    for one in (report, report.failing().filter(rule="density")):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert again.to_json() == one.to_json()
    assert pickle.loads(pickle.dumps(POLICY)) == POLICY
    assert hash(pickle.loads(pickle.dumps(POLICY))) == hash(POLICY)


def test_pickled_facts_are_exact():
    policy = dabiao.compile("entity e { x: number  on: date }\nrule r { for each e\n show s = x }")
    given = [{"id": "a", "x": Fraction(1, 3), "on": datetime.date(2024, 2, 29)}, {"id": "b", "x": 10**30}]
    again = pickle.loads(pickle.dumps(policy.facts(given)))
    assert [row.value for row in policy.evaluate(again, as_of="2026-01-15")] == [Fraction(1, 3), 10**30]


def test_pandas(report):
    pd = pytest.importorskip("pandas")
    frame = report.to_pandas()
    assert frame["verdict"].dtype == "category"
    assert frame["due"].dtype == "datetime64[s]"
    assert frame["value"].tolist()[:2] == [5 / 7, 1.0]
    assert pd.isna(frame["value"][2])
    assert report.to_pandas(numbers="fraction")["value"][0] == Fraction(5, 7)
    assert frame.groupby("rule", observed=True)["verdict"].count().tolist() == [3, 3]


def test_arrow(report):
    pa = pytest.importorskip("pyarrow")
    table = report.to_arrow()
    assert pa.types.is_dictionary(table.schema.field("verdict").type)
    assert table.to_pydict() == report.to_dict()
    assert pa.table(report) == table
    assert report.to_arrow(numbers="text")["value"][0].as_py() == "5/7"


def test_polars(report):
    pl = pytest.importorskip("polars")
    frame = report.to_polars()
    assert frame.schema["verdict"] == pl.Categorical
    assert frame["shortfall"].to_list() == report.to_dict()["shortfall"]
    assert pl.DataFrame(report).equals(frame)


def test_duckdb(report):
    duckdb = pytest.importorskip("duckdb")
    table = report  # noqa: F841  (duckdb finds it by its name)
    found = duckdb.sql("select count(*) from table where verdict = 'not_met'".replace("table", "report")).fetchall()
    assert found == [(3,)]


def test_an_empty_report():
    pa = pytest.importorskip("pyarrow")
    empty = POLICY.evaluate({"region": []}, as_of="2026-01-15")
    assert len(empty) == 0
    assert list(empty) == empty.to_dicts() == []
    assert pa.table(empty).num_rows == 0
    assert len(empty.to_pandas()) == 0
    assert "<table>" in empty._repr_html_()


def test_html_is_escaped_and_bounded(report):
    text = report._repr_html_()
    assert "North &lt;b&gt;" in text
    assert "<b>" not in text
    policy = dabiao.compile("beds >= 20")
    many = policy.evaluate({"beds": list(range(5_000))}, as_of="2026-01-15")
    assert "4940 more rows" in many._repr_html_()
    assert len(many._repr_html_()) < 50_000
    assert len(repr(many).splitlines()) < 40


def test_text_in_both_languages(report):
    assert "not met" in report.to_text()
    assert "未达标" in report.to_text(lang="zh")


def test_json(report):
    document = json.loads(report.to_json())
    assert document["as_of"] == "2026-01-15"
    assert len(document["verdicts"]) == 6


def test_every_stage():
    policy = dabiao.compile("entity e { x: number }\nrule r { for each e\n target x >= 6 by 2022 then >= 8 by 2025 }")
    report = policy.evaluate([{"id": "a", "x": 7}], as_of="2026-01-15")
    assert len(report.to_dicts()) == 1
    assert [row["target"] for row in report.to_dicts(stages="all")] == [6.0, 8.0]


def test_readings():
    policy = dabiao.load("cn_rehab_2021")
    region = [{"id": "1", "name": "a"}]
    readings = policy.compare_readings({"region": region}, as_of="2026-01-15")
    assert readings.names == ["default", *policy.readings]
    assert readings["default"] == readings[0]
    assert readings[1].reading == policy.readings[0]
    assert isinstance(readings.differences(), list)
