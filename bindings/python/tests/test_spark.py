"""A real local Spark: the rows of one machine, byte for byte."""

import os
import shutil
import sys

import pytest

import dabiao

pyspark = pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
if shutil.which("java") is None:
    pytest.skip("there is no Java for Spark", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("default")

POLICY = dabiao.compile(
    """
    unit persons whole
    entity region in region { level: one of {city, county}  population: persons  doctors: persons }
    rule density { for each region where level = county
      target doctors per 100000 population >= 6 by 2022 then >= 8 by 2025 }
    rule of_cities { for each region where level = city
      shall sum(doctors over region) per 7 region.population >= 0.01 }
    """
)


def rows():
    made = []
    for city in range(12):
        made.append({"id": f"c{city}", "in": None, "city": f"c{city}", "level": "city", "population": 1_000 + city, "doctors": None})
        for county in range(9):
            doctors = None if county == 5 else (city * 7 + county) % 11
            at = f"c{city}-{county}"
            made.append({"id": at, "in": f"c{city}", "city": f"c{city}", "level": "county", "population": 90_000 + county, "doctors": doctors})
    return made


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore::dabiao.FactsWarning")
def test_verdicts_are_those_of_one_machine(session):
    from dabiao import spark

    given = rows()
    schema = "id string, `in` string, city string, level string, population long, doctors long"
    frame = session.createDataFrame([tuple(row.values()) for row in given], schema)
    found = spark.evaluate(frame, POLICY, as_of="2026-01-15", by="city").collect()
    expected = POLICY.evaluate(given, as_of="2026-01-15").to_dicts(numbers="text")
    key = lambda row: (row["rule"], row["subject"], row["line"])  # noqa: E731
    assert sorted((row.asDict() for row in found), key=key) == sorted(expected, key=key)
    assert {row["verdict"] for row in expected} >= {"met", "not_met", "undetermined"}
