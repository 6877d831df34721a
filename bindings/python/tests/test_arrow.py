"""Columns of Arrow mean what the same values mean as Python holds them, whatever their type, nulls, chunks and slices."""

import datetime
import threading
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dabiao

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

POLICY = dabiao.compile(
    """
    entity thing {
      x: number
      open: flag
      seen: date
      kind: one of {public, social}
      services: set of {care, rehab}
    }
    rule shown { for each thing
      show a = x
      show b = open
      show c = seen
      show d = kind
      show e = services includes {care}
      show f = services includes {rehab}
    }
    """
)
LONG = 2**63
DAYS = st.dates(datetime.date(1850, 1, 1), datetime.date(2200, 1, 1))
WORDS = st.sampled_from(["public", "social"])


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day)


def whole(low, high):
    return st.integers(low, high)


# A type, a column of it, and its values.
TYPES = [
    (pa.int8(), "x", whole(-128, 127)),
    (pa.int32(), "x", whole(-(2**31), 2**31 - 1)),
    (pa.int64(), "x", whole(-LONG, LONG - 1)),
    (pa.uint8(), "x", whole(0, 255)),
    (pa.uint32(), "x", whole(0, 2**32 - 1)),
    (pa.uint64(), "x", whole(0, 2 * LONG - 1)),
    (pa.float64(), "x", st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30)),
    (pa.decimal128(38, 3), "x", st.decimals(-(10**30), 10**30, places=3)),
    (pa.decimal128(12, 4), "x", st.decimals(-(10**7), 10**7, places=4)),
    (pa.decimal256(60, 0), "x", whole(-(10**40), 10**40).map(Decimal)),
    (pa.bool_(), "open", st.booleans()),
    (pa.date32(), "seen", DAYS),
    (pa.date64(), "seen", DAYS),
    (pa.timestamp("s"), "seen", DAYS.map(midnight)),
    (pa.timestamp("us"), "seen", DAYS.map(midnight)),
    (pa.string(), "kind", WORDS),
    (pa.large_string(), "name", st.text(max_size=8)),
    (pa.string_view(), "name", st.text(max_size=20)),
    (pa.dictionary(pa.int8(), pa.string()), "kind", WORDS),
    (pa.dictionary(pa.uint32(), pa.large_string()), "name", st.sampled_from(["a", "", "人", "b" * 30])),
    (pa.list_(pa.string()), "services", st.lists(st.sampled_from(["care", "rehab"]), unique=True)),
    (pa.null(), "x", st.none()),
]


def outcome(facts):
    """The report with the names of its units, or what is refused."""
    try:
        report = POLICY.evaluate({"thing": facts}, as_of="2026-01-15")
        return report.to_json(), [row.name for row in report]
    except dabiao.FactsError as error:
        return str(error)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_columns_mean_what_their_values_mean(data):
    kind, column, values = data.draw(st.sampled_from(TYPES))
    rows = data.draw(st.lists(st.one_of(st.none(), values), max_size=12))
    ids = data.draw(st.permutations([f"unit {at:02}" for at in range(len(rows))]))
    cut = data.draw(st.integers(0, len(rows)))
    # A slice begins within its memory, and two of them are two chunks.
    table = pa.table({"id": pa.array(ids, pa.string()), column: pa.array([None, *rows], kind)[1:]})
    chunks = pa.concat_tables([table[:cut], table[cut:]])
    expected = outcome({"id": ids, column: rows})
    assert outcome(table) == expected
    assert outcome(chunks) == expected


def test_a_moment_within_a_day_is_refused_with_its_place():
    moments = [datetime.datetime(2024, 5, 17), datetime.datetime(2024, 5, 17, 8, 30)]
    with pytest.raises(dabiao.FactsError, match="2024-05-17 08:30:00") as caught:
        POLICY.facts({"thing": pa.table({"id": ["a", "b"], "seen": moments})})
    assert (caught.value.column, caught.value.row) == ("seen", 2)


def test_all_missing_categories():
    empty = pa.array([None, None]).cast(pa.dictionary(pa.int32(), pa.string()))
    expected = outcome({"id": ["a", "b"], "kind": [None, None]})
    assert len(empty.dictionary) == 0
    assert outcome(pa.table({"id": ["a", "b"], "kind": empty})) == expected
    assert outcome(pd.DataFrame({"id": ["a", "b"], "kind": pd.Series([None, None], dtype="category")})) == expected


def test_categories_of_numbers():
    values = [7, None, 12]
    coded = pa.array(values).dictionary_encode()
    assert outcome(pa.table({"id": ["a", "b", "c"], "x": coded})) == outcome({"id": ["a", "b", "c"], "x": values})


@pytest.mark.parametrize("days", [-(2**31), 2**31 - 1, 10**7])
def test_days_beyond_the_calendar(days):
    table = pa.table({"id": ["a"], "seen": pa.array([days], pa.int32()).cast(pa.date32())})
    with pytest.raises(dabiao.FactsError) as caught:
        POLICY.facts({"thing": table})
    assert (caught.value.column, caught.value.row) == ("seen", 1)


def test_no_rows():
    table = pa.table({"id": pa.array([], pa.string()), "x": pa.array([], pa.int64())})
    assert len(POLICY.facts({"thing": table})) == 0
    assert len(POLICY.facts({"thing": pa.table({"id": pa.chunked_array([], pa.string())})})) == 0


@pytest.mark.parametrize("kind", ["int64", "float64", "Int64"])
def test_facts_do_not_follow_a_frame_that_is_written_to(kind):
    held = np.array([1, 2], dtype=kind.lower())
    frame = pd.DataFrame({"id": ["a", "b"], "x": pd.Series(held, copy=False).astype(kind)})
    facts = POLICY.facts({"thing": frame})
    before = POLICY.evaluate(facts, as_of="2026-01-15").to_json()
    frame.loc[0, "x"] = 99
    held.fill(7)
    assert POLICY.evaluate(facts, as_of="2026-01-15").to_json() == before


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
def test_moments_of_pandas_are_days_where_they_are(zone):
    seen = pd.Series(pd.to_datetime(["2024-05-17", None])).dt.tz_localize(zone)
    given = {"id": ["a", "b"], "seen": [datetime.date(2024, 5, 17), None]}
    assert outcome(pd.DataFrame({"id": ["a", "b"], "seen": seen})) == outcome(given)


def test_mixed_columns_of_pandas():
    values = [Decimal("0.5"), 3, None]
    names = ["人", None, float("nan")]
    frame = pd.DataFrame({"id": ["a", "b", "c"], "x": pd.Series(values, dtype=object), "name": names})
    assert outcome(frame) == outcome({"id": ["a", "b", "c"], "x": values, "name": ["人", None, None]})


def test_threads_may_read_at_once():
    table = pa.table({"id": [f"{at:05}" for at in range(20_000)], "x": list(range(20_000))})
    found = []
    readers = [threading.Thread(target=lambda: found.append(len(POLICY.facts({"thing": table})))) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == [20_000] * 4
