"""Facts from whatever people hold them in: the same table means the same, and is left as it was."""

import copy
import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

import dabiao

duckdb = pytest.importorskip("duckdb")
np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

POLICY = dabiao.compile(
    """
    unit beds whole
    unit persons whole
    entity region {
      population "residents" | "常住人口": persons
      beds: beds
      rate: number
      open: flag
      opened_on: date
      kind: one of {public, social}
      services: set of {care, rehab}
    }
    rule all_of_it {
      for each region
      shall beds per 1000 population >= 2
      shall rate > 0.1
      shall open
      shall opened_on <= 2025-01-01
      shall kind = public
      shall services includes {care}
    }
    """
)
DAY = datetime.date(2024, 5, 17)
COLUMNS = {
    "id": ["a", "b", "c"],
    "常住人口": [1000, 2500, None],
    "beds": [2, 4, 9],
    "rate": [0.1, 0.25, None],
    "open": [True, False, None],
    "opened_on": [DAY, None, datetime.date(2025, 6, 1)],
    "kind": ["public", "social", None],
}
ROWS = [dict(zip(COLUMNS, values)) for values in zip(*COLUMNS.values())]
EXPECTED = [
    ["met", "not_met", "met", "met", "met", "undetermined"],
    ["not_met", "met", "not_met", "undetermined", "not_met", "undetermined"],
    ["undetermined", "undetermined", "undetermined", "not_met", "undetermined", "undetermined"],
]

pandas_nullable = pd.DataFrame(COLUMNS).astype({"常住人口": "Int64", "beds": "Int8", "open": "boolean", "kind": "category"})
FORMS = {
    "dict of lists": COLUMNS,
    "list of dicts": ROWS,
    "dict of tuples": {name: tuple(values) for name, values in COLUMNS.items()},
    "dict of numpy": {**COLUMNS, "beds": np.array([2, 4, 9], dtype="uint8"), "rate": np.array([0.1, 0.25, np.nan])},
    "dict of numpy days": {**COLUMNS, "opened_on": np.array(COLUMNS["opened_on"], dtype="datetime64[D]")},
    "dict of series": {**COLUMNS, "beds": pd.Series([2, 4, 9]), "rate": pl.Series([0.1, 0.25, None])},
    "pandas": pd.DataFrame(COLUMNS),
    "pandas, nullable and categories": pandas_nullable,
    "pandas, moments": pd.DataFrame(COLUMNS).assign(opened_on=lambda of: pd.to_datetime(of["opened_on"])),
    "pandas on arrow": pd.DataFrame(COLUMNS).convert_dtypes(dtype_backend="pyarrow"),
    "pandas with its own index": pd.DataFrame(COLUMNS, index=[7, 5, 3]),
    "polars": pl.DataFrame(COLUMNS),
    "polars, categories": pl.DataFrame(COLUMNS).with_columns(pl.col("kind").cast(pl.Categorical)),
    "polars, decimals and moments": pl.DataFrame(COLUMNS).with_columns(
        pl.col("rate").cast(pl.Decimal(10, 2)), pl.col("opened_on").cast(pl.Datetime("ns"))
    ),
    "polars, 32 bits": pl.DataFrame(COLUMNS).with_columns(pl.col("rate").cast(pl.Float32)),
    "pandas, 32 bits": pd.DataFrame(COLUMNS).astype({"rate": "float32"}),
    "pyarrow": pa.table(COLUMNS),
    "pyarrow, in chunks": pa.concat_tables([pa.table(COLUMNS).slice(0, 1), pa.table(COLUMNS).slice(1)]),
    "pyarrow, a batch": pa.RecordBatch.from_pydict(COLUMNS),
    "pyarrow, dictionaries": pa.table({**COLUMNS, "kind": pa.array(COLUMNS["kind"]).dictionary_encode()}),
    "exact numbers": {**COLUMNS, "rate": [Decimal("0.1"), Fraction(1, 4), Decimal("NaN")]},
}


class Stream:
    """Only the PyCapsule interface."""

    def __init__(self, table):
        self.table = table
        self.read = 0

    def __arrow_c_stream__(self, requested_schema=None):
        self.read += 1
        return self.table.__arrow_c_stream__(requested_schema)


def verdicts(facts):
    report = POLICY.evaluate(facts, as_of="2026-01-15")
    found = [row.verdict for row in report]
    return [found[at : at + 6] for at in range(0, len(found), 6)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_means_the_same(form):
    assert verdicts(FORMS[form]) == EXPECTED
    assert verdicts({"region": FORMS[form]}) == EXPECTED


@pytest.mark.parametrize("form", ["dict of lists", "list of dicts"])
def test_what_is_given_stays_as_it_was(form):
    before = copy.deepcopy(FORMS[form])
    verdicts(FORMS[form])
    assert FORMS[form] == before


def test_a_frame_stays_as_it_was():
    frame = pandas_nullable.copy(deep=True)
    verdicts(pandas_nullable)
    pd.testing.assert_frame_equal(frame, pandas_nullable)


def test_a_stream_is_read_once():
    stream = Stream(pa.table(COLUMNS))
    assert verdicts({"region": stream}) == EXPECTED
    assert stream.read == 1


def test_a_relation_of_duckdb():
    connection = duckdb.connect()
    connection.register("given", pa.table(COLUMNS))
    relation = connection.sql("select * from given")
    assert verdicts(relation) == EXPECTED
    assert verdicts({"region": relation}) == EXPECTED


def test_files(tmp_path):
    pd.DataFrame(COLUMNS).to_csv(tmp_path / "region.csv", index=False)
    assert verdicts(tmp_path) == EXPECTED
    assert verdicts(str(tmp_path / "region.csv")) == EXPECTED
    assert verdicts({"region": tmp_path / "region.csv"}) == EXPECTED
    (tmp_path / "any.csv").write_bytes((tmp_path / "region.csv").read_bytes())
    assert verdicts({"region": str(tmp_path / "any.csv")}) == EXPECTED


@pytest.mark.parametrize(
    "services",
    [
        [["care", "rehab"], ["rehab"], []],
        [{"care"}, ("rehab",), frozenset()],
        pl.Series([["care", "rehab"], ["rehab"], []]),
        pa.array([["care"], ["rehab"], []], pa.list_(pa.string())),
        ["care;rehab", "rehab", "none"],
    ],
    ids=["lists", "sets", "polars", "pyarrow", "texts"],
)
def test_sets(services):
    found = [line[5] for line in verdicts({**COLUMNS, "services": services})]
    assert found == ["met", "not_met", "not_met"]


def test_sets_in_arrow():
    table = pa.table({**COLUMNS, "services": pa.array([["care"], None, []], pa.large_list(pa.string()))})
    assert [line[5] for line in verdicts(table)] == ["met", "undetermined", "not_met"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.nan, Decimal("nan"), np.float32("nan")])
def test_missing(missing):
    found = POLICY.evaluate([{"id": "a", "beds": missing}], as_of="2026-01-15")
    assert [row.verdict for row in found] == ["undetermined"] * 6


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (0.1, Fraction(1, 10)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.int16(-3), Fraction(-3)),
        (10**30 + 1, Fraction(10**30 + 1)),
        (Decimal("1e-20"), Fraction(1, 10**20)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Fraction(-(10**25), 3), Fraction(-(10**25), 3)),
        ("0.30", Fraction(3, 10)),
    ],
    ids=repr,
)
def test_numbers_are_exact(value, exact):
    policy = dabiao.compile(
        "entity unit_ { x: number }\nrule r { for each unit_\n show shown = x }"
    )
    row = policy.evaluate([{"id": "a", "x": value}], as_of="2026-01-15").to_dicts(numbers="fraction")[0]
    assert row["value"] == exact


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pa.array([2**63, 1], pa.uint64()), [2**63, 1]),
        (pa.array([Decimal("1.50"), None], pa.decimal256(60, 2)), [Fraction(3, 2), None]),
        (pa.array([0.5, None], pa.float16()), [Fraction(1, 2), None]),
        (pa.array([None, None], pa.null()), [None, None]),
        (pa.array(["7", "8"], pa.string_view()), [7, 8]),
        (pa.array(["7", None], pa.large_string()), [7, None]),
        (pa.array([-1, 2], pa.int8()), [-1, 2]),
    ],
    ids=str,
)
def test_types_of_arrow(column, values):
    policy = dabiao.compile("entity unit_ { x: number }\nrule r { for each unit_\n show shown = x }")
    report = policy.evaluate({"unit_": pa.table({"id": ["a", "b"], "x": column})}, as_of="2026-01-15")
    assert [row.value for row in report] == values


def test_one_table_of_an_open_policy():
    policy = dabiao.compile("beds >= 20")
    assert [row.verdict for row in policy.evaluate({"beds": [19, 20]}, as_of="2026-01-15")] == ["not_met", "met"]
    assert [row.verdict for row in policy.evaluate({"beds": 20}, as_of="2026-01-15")] == ["met"]
    assert [row.verdict for row in policy.evaluate({"any": [{"beds": 20}]}, as_of="2026-01-15")] == ["met"]


def test_inputs():
    policy = dabiao.compile("let floor: number\nshall beds >= floor")
    report = policy.evaluate({"beds": [19, 20]}, inputs={"floor": Decimal("19.5")}, as_of="2026-01-15")
    assert [row.verdict for row in report] == ["not_met", "met"]


def test_facts_are_read_once_for_many_days():
    facts = POLICY.facts(COLUMNS)
    assert len(facts) == 3
    assert verdicts(facts) == EXPECTED
    other = dabiao.compile("beds >= 20")
    with pytest.raises(TypeError, match="another policy"):
        other.evaluate(facts, as_of="2026-01-15")


def test_a_column_that_nobody_reads_may_hold_anything():
    policy = dabiao.compile("beds >= 20")
    odd = [{"a": 1}, object()]
    given = {"id": ["a", "b"], "beds": [19, 20], "place": odd}
    frames = [given, [dict(zip(given, row)) for row in zip(*given.values())]]
    try:
        import pandas
        import pyarrow

        frames.append(pandas.DataFrame(given))
        places = pyarrow.array([{"a": 1}, None])
        frames.append(pyarrow.table({"id": ["a", "b"], "place": places, "beds": [19, 20], "other": places}))
    except ImportError:
        pass
    for frame in frames:
        with pytest.warns(dabiao.FactsWarning, match="column `place`: the column is declared nowhere and is not read"):
            facts = policy.facts(frame)
        assert policy.columns(facts, as_of="2026-01-15").counts() == {"rule": {"not_met": 1, "met": 1}}
        with pytest.raises(dabiao.FactsError) as raised:
            policy.facts(frame, strict=True)
        assert raised.value.code == "G0101"
