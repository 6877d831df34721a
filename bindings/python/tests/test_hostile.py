"""The worst that columns of Arrow hold: each becomes the facts of the same values in Python, or an error with its place."""

import datetime
import math
import struct
import sys

import pytest

import dabiao

pa = pytest.importorskip("pyarrow")

POLICY = dabiao.compile(
    """
    entity thing {
      x: number
      seen: date
      kind: one of {public, social}
    }
    rule shown { for each thing
      show a = x
      show b = seen
      show c = kind
    }
    """
)
IDS = ["a", "b", "c"]


def outcome(facts):
    """The report with the names of its units, or what is refused and where."""
    try:
        report = POLICY.evaluate({"thing": facts}, as_of="2026-01-15")
        return report.to_json(), [row.name for row in report]
    except (dabiao.FactsError, dabiao.LimitError) as error:
        return [(one.code, one.column, one.row) for one in error.diagnostics]


def texts(parts, kind="string"):
    """An array of texts, whatever their bytes are; of them short and long ones as views."""
    if kind == "string_view":
        views, rest = b"", b""
        for part in parts:
            if len(part) <= 12:
                views += struct.pack("<i", len(part)) + part.ljust(12, b"\0")
            else:
                views += struct.pack("<i", len(part)) + part[:4] + struct.pack("<ii", 0, len(rest))
                rest += part
        return pa.Array.from_buffers(pa.string_view(), len(parts), [None, pa.py_buffer(views), pa.py_buffer(rest)])
    ends = [sum(map(len, parts[:at])) for at in range(len(parts) + 1)]
    packed = struct.pack(f"<{len(ends)}{'q' if kind == 'large_string' else 'i'}", *ends)
    buffers = [None, pa.py_buffer(packed), pa.py_buffer(b"".join(parts))]
    return pa.Array.from_buffers(getattr(pa, kind)(), len(parts), buffers)


BROKEN = [
    [b"public", b"\xff\xfe", b"social"],
    [b"public", b"\xff" * 30, b"social"],
    # Two halves of a letter.
    ["公".encode()[:2], "公".encode()[2:], b"social"],
]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
@pytest.mark.parametrize("parts", BROKEN)
@pytest.mark.parametrize("column", ["id", "kind", "name", "unread"])
def test_what_is_no_text_is_refused_with_its_place(kind, parts, column):
    row = 1 if parts is BROKEN[2] else 2
    table = {"id": IDS, column: texts(parts, kind)}
    assert outcome(pa.table(table)) == [("F0108", column, row)]
    several = pa.chunked_array([texts([b"public", b"social"], kind), table[column]])
    assert outcome(pa.table({"id": [*"12345"], column: several})) == [("F0108", column, row + 2)]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_a_dictionary_of_what_is_no_text(kind):
    broken = texts(BROKEN[0], kind)
    used = pa.DictionaryArray.from_arrays(pa.array([0, None, 1], pa.int8()), broken)
    assert outcome(pa.table({"id": IDS, "kind": used})) == [("F0108", "kind", 3)]
    unused = pa.DictionaryArray.from_arrays(pa.array([2, 0, None], pa.int8()), broken)
    assert outcome(pa.table({"id": IDS, "kind": unused})) == outcome({"id": IDS, "kind": ["social", "public", None]})
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), broken)
    assert outcome(pa.table({"id": IDS, "kind": lists})) == [("F0133", "kind", None)]


def test_nulls_hide_what_is_no_text():
    hidden = pa.Array.from_buffers(pa.string(), 3, [pa.py_buffer(b"\x05"), *texts(BROKEN[0]).buffers()[1:]])
    assert outcome(pa.table({"id": IDS, "kind": hidden})) == outcome({"id": IDS, "kind": ["public", None, "social"]})
    buffers = texts(BROKEN[1], "string_view").buffers()[1:]
    views = pa.Array.from_buffers(pa.string_view(), 3, [pa.py_buffer(b"\x05"), *buffers])
    assert outcome(pa.table({"id": IDS, "kind": views})) == outcome({"id": IDS, "kind": ["public", None, "social"]})


def test_a_dictionary_with_nulls_in_both_its_parts():
    for values in [["public", None, "social"], [None, "social"]]:
        places = [0, None, 1, len(values) - 1]
        array = pa.DictionaryArray.from_arrays(pa.array(places, pa.int8()), pa.array(values))
        plain = [None if place is None else values[place] for place in places]
        assert outcome(pa.table({"id": [*"abcd"], "kind": array})) == outcome({"id": [*"abcd"], "kind": plain})
        chunks = pa.chunked_array([array[1:], array[:1]])
        turned = {"id": [*"bcda"], "kind": [*plain[1:], plain[0]]}
        assert outcome(pa.table({"id": turned["id"], "kind": chunks})) == outcome(turned)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
@pytest.mark.parametrize(
    "text, code",
    [("a\0b", "F0109"), ("x" * 65_537, "F0106"), ("x" * 65_536, None), ("\ufeff", None), ('\x1f,\n"', None)],
)
def test_texts_that_are_too_long_or_hold_a_nul(kind, text, code):
    for column in ["id", "name", "kind"]:
        values = {"id": ["a"], column: [text]}
        found = outcome(pa.table({"id": ["a"], column: pa.array([text], kind)}))
        assert found == outcome(values)
        if code:
            assert found == [(code, column, 1)]


FLOATS = [
    1e308, -1e308, sys.float_info.max, sys.float_info.min, 5e-324, -0.0, 0.1 + 0.2, 1 / 3, 2.0**53, 2.0**63, -(2.0**63),
    1e15, 999999999999999.0, 999999999999999.9, 99999999999999.95, 123456.123456789, 0.000000001, 1e-10, math.nan, 1e22, 1e23,
    math.inf, -math.inf,
]


@pytest.mark.parametrize("value", FLOATS)
def test_floats(value):
    for values in [[value], [0.5, value, None], [value] * 3, [12.25, value, 1.5]]:
        given = {"id": IDS[: len(values)], "x": values}
        assert outcome(pa.table({"id": given["id"], "x": pa.array(values, pa.float64())})) == outcome(given)
    if math.isinf(value):
        assert outcome(pa.table({"id": ["a", "b"], "x": [1.5, value]})) == [("F0147", "x", 2)]


def test_floats_of_columns_are_those_of_python():
    count = 3_000
    odd = [7 * at / 100 for at in range(count)]
    rounded, thirds, below = [round(one, 2) for one in odd], [one / 3 for one in odd], [-one for one in odd]
    for values in [odd, rounded, thirds, below, [*odd[1:], 1e300]]:
        ids = [f"{at:04}" for at in range(count)]
        assert outcome(pa.table({"id": ids, "x": values})) == outcome({"id": ids, "x": values})


@pytest.mark.parametrize("order", [IDS, IDS[::-1]])
def test_two_rows_of_one_id(order):
    ids = [*order, order[0]]
    for given in [pa.array(ids), pa.array(ids, pa.string_view()), pa.array(ids).dictionary_encode()]:
        assert outcome(pa.table({"id": given, "x": [1, 2, 3, 4]})) == [("F0122", None, 4)]


@pytest.mark.parametrize("ids", [["", "b"], [None, "b"], [" ", "b"]])
def test_rows_without_an_id(ids):
    given = {"id": ids, "x": [1, 2]}
    assert outcome(pa.table(given)) == outcome(given) == [("F0120", "id", 1)]
    blank = {"id": ids, "x": [None, 2]}
    assert outcome(pa.table(blank)) == outcome(blank) == outcome({"id": ["b"], "x": [2]})


def test_days_of_every_kind_beyond_the_calendar():
    day = datetime.date(2024, 5, 17)
    kinds = [(pa.date32(), 2**31 - 1), (pa.date64(), 86_400_000 * 10**7), (pa.timestamp("s"), 86_400 * 10**7)]
    for kind, far in kinds:
        values = pa.array([pa.scalar(day).cast(kind).value, far], pa.int32() if kind == pa.date32() else pa.int64())
        assert outcome(pa.table({"id": ["a", "b"], "seen": values.cast(kind)})) == [("F0151", "seen", 2)]


def test_no_columns_and_no_rows():
    assert outcome(pa.table({})) == outcome({}) == outcome({"id": []})
    assert outcome(pa.table({"x": [1]})) == [("F0121", None, None)]
    for kind in [pa.string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string()), pa.null()]:
        empty = {"id": pa.array([], kind), "kind": pa.array([], kind), "x": pa.array([], pa.float64())}
        assert outcome(pa.table(empty)) == outcome({"id": []})


def test_columns_of_different_lengths():
    assert outcome({"id": ["a", "b"], "x": [1]}) == [("F0107", "x", None)]


def test_two_columns_of_one_name():
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array([1]), pa.array([2])], names=["id", "x", "x"])
    assert outcome(table) == [("F0119", "x", None)]


def test_frames_of_polars():
    pl = pytest.importorskip("polars")
    ids = [f"unit {at:03} of the far district" if at % 3 else f"{at:03}" for at in range(500)]
    given = {
        "id": ids,
        "x": [None if at % 7 == 0 else at / 4 for at in range(500)],
        "kind": [[None, "public", "social"][at % 3] for at in range(500)],
        "name": [None if at % 5 == 0 else "人" * (at % 9) for at in range(500)],
    }
    frame = pl.DataFrame(given)
    expected = outcome(given)
    assert outcome(frame) == expected
    assert outcome(frame.with_columns(pl.col("kind").cast(pl.Categorical))) == expected
    assert outcome(pl.concat([frame[:100], frame[100:101], frame[101:]], rechunk=False)) == expected
    assert outcome(frame[7:30]) == outcome({head: values[7:30] for head, values in given.items()})
    assert outcome(frame[::-1]) == expected
    assert outcome(frame.clear()) == outcome({"id": []})
