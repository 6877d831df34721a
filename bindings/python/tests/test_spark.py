"""A real Spark with two executors, each a process of its own: the rows of one machine, byte for byte."""

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
    os.environ["SPARK_HOME"] = os.path.dirname(pyspark.__file__)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.executor.memory": "1g",
        # Work begins when both are there.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def key(row):
    return (row["rule"], row["subject"], row["line"])


def test_there_are_two_executors(session):
    def where(_rows):
        import time

        time.sleep(0.5)
        yield os.environ["SPARK_EXECUTOR_DIRS"]

    found = session.sparkContext.parallelize(range(4), 4).mapPartitions(where).collect()
    assert len(set(found)) == 2


@pytest.mark.filterwarnings("ignore::dabiao.FactsWarning")
def test_verdicts_are_those_of_one_machine(session):
    from dabiao import spark

    given = rows()
    schema = "id string, `in` string, city string, level string, population long, doctors long"
    frame = session.createDataFrame([tuple(row.values()) for row in given], schema)
    found = spark.evaluate(frame, POLICY, as_of="2026-01-15", by="city").collect()
    expected = POLICY.evaluate(given, as_of="2026-01-15").to_dicts(numbers="text")
    assert sorted((row.asDict() for row in found), key=key) == sorted(expected, key=key)
    assert {row["verdict"] for row in expected} >= {"met", "not_met", "undetermined"}


def test_shared_tables_are_whole_on_every_machine(session):
    from dabiao import spark

    policy = dabiao.compile(
        """
        unit persons whole
        unit beds whole
        entity region { population: persons }
        entity hospital in region { beds: beds  rehab_beds: beds }
        rule share { for each hospital shall rehab_beds >= 2% of beds }
        rule large { for each hospital where region.population > 300_000 must rehab_beds >= 30 }
        rule density { for each region target sum(beds over hospital) per 1000 population >= 2 }
        """
    )
    regions = {"id": [f"r{at}" for at in range(7)], "population": [200_000 + 50_000 * at for at in range(7)]}
    hospitals = [(f"h{at:03}", f"r{at % 7}", 100 + at % 90, at % 40 if at % 11 else None) for at in range(300)]
    frame = session.createDataFrame(hospitals, "id string, `in` string, beds long, rehab_beds long").repartition(5)
    found = spark.evaluate(frame, policy, as_of="2026-01-15", entity="hospital", shared={"region": regions}).collect()
    heads = ("id", "in", "beds", "rehab_beds")
    tables = {"region": regions, "hospital": [dict(zip(heads, row)) for row in hospitals]}
    expected = policy.evaluate(tables, as_of="2026-01-15").filter(rule=["share", "large"]).to_dicts(numbers="text")
    assert sorted((row.asDict() for row in found), key=key) == sorted(expected, key=key)
    assert {row["verdict"] for row in expected if row["rule"] == "large"} >= {"met", "not_met", "undetermined"}
    with pytest.raises(ValueError, match="say of which the rows are: region, hospital"):
        spark.evaluate(frame, policy, as_of="2026-01-15")
