"""Charts: what their specifications say."""

import pytest

import dabiao

pytest.importorskip("altair")

POLICY = dabiao.compile(
    """
    unit persons whole
    entity region { population: persons  doctors: persons }
    rule density { for each region
      target doctors per 100000 population >= 6 by 2022 then >= 8 by 2025 }
    rule some { for each region
      shall doctors >= 3
      shall population >= 1 }
    """
)
REPORT = POLICY.evaluate(
    [
        {"id": "1", "name": "North", "population": 100_000, "doctors": 7},
        {"id": "2", "name": "South", "population": 100_000, "doctors": 2},
    ],
    as_of="2026-01-15",
)


def values(chart):
    return chart.to_dict()["data"]["values"]


def test_verdicts():
    chart = REPORT.plot()
    found = {(cell["rule"], cell["unit"]): cell["verdict"] for cell in values(chart)}
    assert found == {
        ("density", "North"): "not_met",
        ("density", "South"): "not_met",
        ("some", "North"): "met",
        ("some", "South"): "not_met",
    }
    encoding = chart.to_dict()["encoding"]
    assert encoding["x"]["sort"] == ["density", "some"]
    assert "met" in encoding["color"]["scale"]["domain"]


def test_targets_with_milestones():
    chart = REPORT.plot("targets", rule="density")
    found = [(point["unit"], point["value"], point["target"], point["by"]) for point in values(chart)]
    assert found == [
        ("North", 7.0, 6.0, "2022-12-31"),
        ("North", 7.0, 8.0, "2025-12-31"),
        ("South", 2.0, 6.0, "2022-12-31"),
        ("South", 2.0, 8.0, "2025-12-31"),
    ]
    assert chart.to_dict()["title"] == "density, policy.dabiao, 2026-01-15"


def test_shortfalls():
    chart = REPORT.plot("shortfalls")
    found = {(bar["rule"], bar["unit"]): (bar["shortfall"], bar["words"]) for bar in values(chart)}
    assert found[("density", "South")][0] == 6.0
    assert found[("some", "South")][0] == 1.0
    assert ("some", "North") not in found
    only = REPORT.plot("shortfalls", rule="some")
    assert {bar["rule"] for bar in values(only)} == {"some"}
