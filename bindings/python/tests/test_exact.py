"""Random numbers against Python's own fractions: verdict, value and shortfall are exact."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import dabiao

RATE = dabiao.compile("entity e { a: number  b: number }\nrule r { for each e\n shall a per 7 b >= 2.5 }")
WHOLE = dabiao.compile(
    "unit people whole\nunit beds whole\nentity e { a: people  b: beds }\nrule r { for each e\n shall a per 100 b >= 3.7 }"
)
numbers = st.one_of(
    st.integers(-(10**12), 10**12),
    st.fractions(max_denominator=10**6),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
)


def exact(number):
    # A float is the shortest decimal that prints as it.
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def judge(policy, **cells):
    return next(iter(policy.evaluate([{"id": "x", **cells}], as_of="2026-01-15")))


@settings(max_examples=300, deadline=None)
@given(numbers, numbers)
def test_a_rate(a, b):
    row = judge(RATE, a=a, b=b)
    if exact(b) == 0:
        assert row.verdict == "not_applicable"
        return
    value = exact(a) * 7 / exact(b)
    assert row.value == value
    assert row.verdict == ("met" if value >= Fraction(5, 2) else "not_met")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**7), st.integers(1, 10**9))
def test_a_shortfall_is_the_least_that_meets_it(a, b):
    row = judge(WHOLE, a=a, b=b)
    if row.verdict == "met":
        assert Fraction(a * 100, b) >= Fraction(37, 10)
        assert row.shortfall is None
        return
    assert Fraction((a + row.shortfall) * 100, b) >= Fraction(37, 10)
    assert Fraction((a + row.shortfall - 1) * 100, b) < Fraction(37, 10)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), st.integers(0, 99))), min_size=1, max_size=30))
def test_forms_agree(rows):
    columns = {"id": [str(at) for at in range(len(rows))], "a": [a for a, _ in rows], "b": [b for _, b in rows]}
    import polars

    plain = WHOLE.evaluate(columns, as_of="2026-01-15").to_json()
    frame = polars.DataFrame(columns, schema_overrides={"b": polars.Int64})
    assert WHOLE.evaluate(frame, as_of="2026-01-15").to_json() == plain
