"""Errors carry data: where, what, and what was probably meant."""

import pickle

import pytest

import dabiao

POLICY = dabiao.compile("unit beds whole\nentity hospital { beds: beds }\nrule r { for each hospital\n shall beds >= 20 }")


def refused(facts, kind=dabiao.FactsError):
    with pytest.raises(kind) as caught:
        POLICY.facts(facts, strict=True)
    return caught.value


def test_a_text_with_several_errors():
    with pytest.raises(dabiao.PolicyError) as caught:
        dabiao.compile("shall beds >= \nrequire beds per 1000 >= 8%", name="mine.dabiao")
    error = caught.value
    assert [found.code for found in error.diagnostics if found.severity == "error"][0] == error.code
    assert error.line == 2
    assert error.source.startswith("shall")
    assert "mine.dabiao:2" in str(error)
    assert isinstance(error, ValueError)


def test_messages_in_chinese():
    with pytest.raises(dabiao.PolicyError, match="错误"):
        dabiao.compile("shall beds >= ", lang="zh")


def test_a_wrong_column_names_the_nearest_one():
    error = refused({"hospital": {"id": ["a"], "bedz": [3]}})
    assert (error.table, error.column, error.suggestion) == ("hospital", "bedz", "beds")


def test_a_wrong_column_is_warned_of_at_the_line_of_the_caller():
    with pytest.warns(dabiao.FactsWarning, match="did you mean `beds`") as caught:
        POLICY.evaluate({"hospital": {"id": ["a"], "bedz": [3]}}, as_of="2026-01-15")
    assert [warning.filename for warning in caught] == [__file__]


def test_a_wrong_cell_is_named():
    error = refused([{"id": "a", "beds": 3}, {"id": "b", "beds": "many"}])
    assert (error.code, error.table, error.row, error.column) == ("F0140", "hospital", 2, "beds")
    assert len(error.diagnostics) == 1


def test_a_wrong_table_names_the_nearest_one():
    assert refused({"hospitals": []}).suggestion == "hospital"


@pytest.mark.parametrize("value", [object(), b"20", 1j, {"a": 1}], ids=str)
def test_a_value_of_no_cell(value):
    error = refused([{"id": "a", "beds": value}])
    assert (error.code, error.row, error.column) == ("F0133", 1, "beds")


def test_a_type_of_no_cell():
    pa = pytest.importorskip("pyarrow")
    error = refused(pa.table({"id": ["a"], "beds": pa.array([b"20"], pa.binary())}))
    assert (error.code, error.column) == ("F0133", "beds")


def test_columns_of_different_lengths():
    error = refused({"id": ["a", "b"], "beds": [3]})
    assert error.column == "beds"
    assert "1 values" in str(error)


def test_what_is_no_table():
    with pytest.raises(TypeError, match="give a data frame"):
        POLICY.facts(7)
    with pytest.raises(TypeError, match="give a data frame"):
        POLICY.facts({"hospital": 7})


def test_a_limit():
    with pytest.raises(dabiao.LimitError) as caught:
        dabiao.compile("(" * 1000 + "beds" + ")" * 1000 + " >= 1")
    assert caught.value.code == "E0103"


def test_errors_travel():
    error = refused({"hospital": {"id": ["a"], "bedz": [3]}})
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.diagnostics) == (str(error), error.diagnostics)
    with pytest.raises(dabiao.PolicyError) as caught:
        dabiao.compile("shall beds >=")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.source == "shall beds >="


@pytest.mark.parametrize("day", ["2026-13-01", "soon", ""])
def test_a_day_that_is_none(day):
    with pytest.raises(ValueError, match="is no day"):
        POLICY.evaluate([], as_of=day)


def test_a_reading_that_is_none():
    with pytest.raises(KeyError, match="no reading is called"):
        POLICY.evaluate([], as_of="2026-01-15", reading="other")


def test_a_policy_that_is_none():
    with pytest.raises(FileNotFoundError, match="cn_rehab_2021"):
        dabiao.load("cn_rehab_2012")
