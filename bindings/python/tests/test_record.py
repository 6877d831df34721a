"""A record means the same as a table of one row."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dabiao

POLICY = dabiao.compile(
    """
    unit persons whole
    entity region { population: persons }
    entity hospital in region {
      beds: number
      rehab_beds: number
      open: flag
      opened_on: date
      kind: one of {public, social}
      services: set of {care, rehab}
    }
    let floor: number
    rule share { for each hospital
      shall rehab_beds >= 2% of beds
      shall beds >= floor }
    rule is_open { for each hospital
      shall open and opened_on <= 2025-01-01 }
    rule kinds { for each hospital
      shall kind = public and services includes {care} }
    rule near { for each hospital
      target beds per 1000 region.population >= 2 by 2030 }
    rule made { for each hospital
      should attest plan }
    """
)


@pytest.fixture
def record():
    return POLICY.record(as_of="2026-01-15")


def test_values_of_every_kind(record):
    assert record.entity == "hospital"
    assert record.rules == ["share", "is_open", "kinds", "near", "made"]
    assert set(record.evaluate().values()) == {"undetermined", "pending"}
    record.update(beds=1500, rehab_beds=Fraction(61, 2), open=True, opened_on=datetime.date(2020, 1, 1))
    record.update({"kind": "public", "services": ["care"], "floor": Decimal("1.5")})
    record.update({"region.population": 800_000, "made.plan": True})
    assert record.evaluate() == {"share": "met", "is_open": "met", "kinds": "met", "near": "pending", "made": "met"}
    record.update(rehab_beds=29.99)
    assert record.evaluate()["share"] == "not_met"
    record.update(rehab_beds=None)
    assert record.evaluate()["share"] == "undetermined"


def test_lines(record):
    record.update(beds=100, rehab_beds=1, floor=5)
    first, second, *_, near, _ = record.lines()
    assert first == ("share", 1, "not_met", [], None, 1)
    assert second[:3] == ("share", 2, "met")
    assert near[4] == "2030-12-31"


def test_a_call_forgets_what_was_before(record):
    record.update(beds=1500, rehab_beds=30, floor=1)
    assert record({"beds": 1500, "floor": 1})["share"] == "undetermined"


def test_what_is_wrong_is_named(record):
    with pytest.raises(KeyError, match="no field `bedz`; did you mean `beds`"):
        record.update(bedz=3)
    with pytest.raises(dabiao.FactsError) as caught:
        record.update(open="perhaps")
    assert (caught.value.code, caught.value.column) == ("F0150", "open")
    with pytest.raises(dabiao.FactsError):
        record.update(beds=object())
    with pytest.raises(KeyError, match="no entity is called"):
        POLICY.record(as_of="2026-01-15", entity="hospitals")


cells = st.one_of(st.none(), st.integers(-5, 3000), st.decimals(0, 3000, places=2), st.floats(-1, 3000))


@settings(max_examples=200, deadline=None)
@given(cells, cells, cells, st.sampled_from([None, True, False]))
def test_a_record_agrees_with_a_table(beds, rehab_beds, floor, is_open):
    record = POLICY.record(as_of="2026-01-15")
    found = record({"beds": beds, "rehab_beds": rehab_beds, "floor": floor, "open": is_open})
    row = {"id": "1", "in": "1", "beds": beds, "rehab_beds": rehab_beds, "open": is_open}
    facts = {"hospital": [row], "region": [{"id": "1"}]}
    inputs = {} if floor is None else {"floor": floor}
    report = POLICY.evaluate(facts, as_of="2026-01-15", inputs=inputs)
    expected = {rule.rule: rule.verdict for rule in report.summary()}
    assert found == expected
