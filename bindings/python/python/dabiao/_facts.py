"""Whatever people hold their facts in -> tables for the native part. Nothing given is changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from ._dabiao import Program
from .errors import FactsError

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any

    from ._types import Given

_FILES = (".csv", ".json")


def tables(data: object, program: Program, inputs: Mapping[str, object] | None = None) -> list[Given]:
    """The tables in `data`, for the entities of a program."""
    found = _tables(data, program)
    if inputs:
        names, values = list(inputs), list(inputs.values())
        found.append(("inputs", "inputs", "columns", (["name", "value"], [names, values])))
    return found


def _tables(data: object, program: Program) -> list[Given]:
    if isinstance(data, (str, os.PathLike)):
        return _files(os.fspath(data), program)
    if not isinstance(data, Mapping):
        return [_table(_only(program), data)]
    if _is_one_table(data, program):
        return [_table(_only(program), data)]
    found: list[Given] = []
    for name, table in data.items():
        if isinstance(table, (str, os.PathLike)):
            path = os.fspath(table)
            found.append((str(name), os.path.basename(path), *_content(path)))
        else:
            found.append(_table(str(name), table))
    return found


def _is_one_table(data: Mapping[Any, object], program: Program) -> bool:
    """Whether a mapping is of columns rather than of tables."""
    of_rows = [_is_rows(value) for value in data.values()]
    if any(_is_table(value) for value, rows in zip(data.values(), of_rows) if not rows):
        return False
    # A list of dicts is a table, unless columns stand beside it: then it is one that nobody can read.
    plain = (value for value, rows in zip(data.values(), of_rows) if not rows and not _is_scalar(value))
    if any(of_rows) and not any(len(_values(value)) > 0 for value in plain):
        return False
    if program.open:
        return True
    names = {word for entity in program.entities() for word in (entity["name"], entity["en"], entity["zh"])}
    records = {"evidence", "佐证", "waivers", "豁免", "calendar", "日历", "inputs", "输入"}
    some = any(_is_scalar(value) or len(_values(value)) > 0 for value in data.values())
    return some and len(program.entities()) == 1 and not any(name in names | records for name in data)


def _only(program: Program) -> str:
    """The name of the table where only one is given: the program's one entity, or else the first."""
    return str(next((entity["name"] for entity in program.entities()), "facts"))


def _is_table(value: object) -> bool:
    if isinstance(value, (Mapping, os.PathLike)) or (isinstance(value, str) and value.endswith(_FILES)):
        return True
    return _is_rows(value) or _is_frame(value) or (hasattr(value, "__arrow_c_stream__") and not _is_series(value))


def _is_rows(value: object) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], Mapping)


def _is_frame(value: object) -> bool:
    return hasattr(value, "columns") or hasattr(value, "column_names")


def _is_series(value: object) -> bool:
    return not _is_frame(value) and any(hasattr(value, name) for name in ("to_list", "tolist", "to_pylist"))


def _table(name: str, table: object) -> Given:
    if type(table).__module__.partition(".")[0] == "pandas" and hasattr(table, "iloc"):
        return (name, name, *_pandas(name, table))
    if hasattr(table, "__arrow_c_stream__"):
        return (name, name, "arrow", table)
    if isinstance(table, Mapping):
        return (name, name, "columns", _columns(name, table))
    if isinstance(table, Sequence) and not isinstance(table, (str, bytes)):
        return (name, name, "columns", _rows(name, table))
    if hasattr(table, "arrow"):
        return _table(name, table.arrow())
    kinds = "a data frame of pandas or polars, a table of pyarrow, a dict of lists, or a list of dicts"
    raise TypeError(f"the table {name!r} is a {type(table).__name__}; give {kinds}")


def _pandas(name: str, frame: Any) -> tuple[str, Any]:
    if frame.columns.nlevels > 1:
        raise _wrong(name, None, "the heads have several levels; flatten them first")
    heads = [str(head) for head in frame.columns]
    whole = _arrow(heads, frame)
    if whole is not None:
        return "arrow", whole
    return "columns", (heads, [_values(frame.iloc[:, at]) for at in range(len(heads))])


def _arrow(heads: list[str], frame: Any) -> Any:
    """A copy of a frame of pandas as a table of pyarrow, which is read by whole columns; None where that is not installed,
    or where a column has no type there that means the same."""
    import datetime

    try:
        import pyarrow
    except ImportError:
        return None
    columns = []
    for at in range(len(heads)):
        column = frame.iloc[:, at]
        kind: Any = None
        if column.dtype == object:
            classes = {type(value) for value in column.dropna().tolist()}
            known = {str: pyarrow.string(), datetime.date: pyarrow.date32(), bool: pyarrow.bool_()}
            kind = known.get(next(iter(classes))) if len(classes) == 1 else None
            if kind is None:
                return None
        elif _zone(column.dtype) is not None:
            return None
        try:
            # Arrow would share the memory of the frame, which may be written to later.
            columns.append(pyarrow.array(column.copy(deep=True), kind, from_pandas=True))
        except (pyarrow.ArrowException, TypeError, ValueError):
            return None
    return pyarrow.Table.from_arrays(columns, names=heads)


def _zone(kind: Any) -> object:
    """The time zone of a type of pandas."""
    return getattr(kind, "tz", None) or getattr(getattr(kind, "pyarrow_dtype", None), "tz", None)


def _columns(name: str, table: Mapping[Any, object]) -> tuple[list[str], list[list[object]]]:
    scalars = bool(table) and all(_is_scalar(value) for value in table.values())
    columns = [[value] if scalars else _values(value, name, str(head)) for head, value in table.items()]
    heads = [str(head) for head in table]
    for head, column in zip(heads, columns):
        if len(column) != len(columns[0]):
            message = f"the column has {len(column)} values, and `{heads[0]}` has {len(columns[0])}"
            raise _wrong(name, head, message)
    return heads, columns


def _rows(name: str, rows: Sequence[object]) -> tuple[list[str], list[list[object]]]:
    heads: dict[str, None] = {}
    for at, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise _wrong(name, None, f"row {at + 1} is a {type(row).__name__}, not a dict")
        heads.update(dict.fromkeys(str(head) for head in row))
    given = [{str(head): value for head, value in row.items()} for row in rows if isinstance(row, Mapping)]
    return list(heads), [[row.get(head) for row in given] for head in heads]


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, bytes)) or not isinstance(value, Iterable)


def _values(column: Any, table: str = "facts", head: str = "") -> list[object]:
    """The values of a column, of whatever library."""
    if isinstance(column, (list, tuple)):
        return list(column)
    if _is_scalar(column):
        raise _wrong(table, head, f"the column is a single {type(column).__name__}, not a list of values")
    kind = str(getattr(column, "dtype", ""))
    if hasattr(column, "to_pylist"):
        return list(column.to_pylist())
    if type(column).__module__.partition(".")[0] == "pandas":
        # Values of 32 bits would grow digits as Python's floats of 64.
        return _short(column.to_numpy()) if kind in ("float32", "float16") else list(column.astype(object).tolist())
    if kind in ("float32", "float16"):
        return _short(column)
    if kind.startswith("datetime64"):
        return [None if moment != moment else moment for moment in column.astype("datetime64[us]").tolist()]
    if kind == "Float32":
        return [None if value is None else _decimal(column.dtype, value) for value in column.to_list()]
    for name in ("to_list", "tolist"):
        if hasattr(column, name):
            return list(getattr(column, name)())
    return list(column)


def _short(column: Iterable[Any]) -> list[object]:
    from decimal import Decimal

    return [None if value != value else Decimal(str(value)) for value in column]


def _decimal(_kind: object, value: float) -> Decimal:
    """The shortest decimal that a float of 32 bits prints as."""
    import struct
    from decimal import Decimal

    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == struct.pack("f", value):
            return Decimal(text)
    return Decimal(repr(value))


def _files(path: str, program: Program) -> list[Given]:
    if not os.path.isdir(path):
        form, content = _content(path)
        name = _only(program) if program.open else _stem(path)
        return [(name, os.path.basename(path), form, content)]
    found = [name for name in sorted(os.listdir(path)) if name.lower().endswith(_FILES) and name[0] != "."]
    if not found:
        raise FileNotFoundError(f"there is no .csv or .json file in {path}")
    return [(_stem(name), name, *_content(os.path.join(path, name))) for name in found]


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _content(path: str) -> tuple[str, bytes]:
    form = os.path.splitext(path)[1].lower()[1:]
    if form not in ("csv", "json"):
        raise ValueError(f"{path} is neither a folder nor a .csv or .json file")
    with open(path, "rb") as file:
        return form, file.read()


def _wrong(table: str, column: str | None, message: str) -> FactsError:
    from .data import Diagnostic

    place = f"{table} column `{column}`" if column is not None else table
    found = Diagnostic("F0107", "error", message, table=table, column=column)
    return FactsError(f"error[F0107]: {place}: {message}", (found,))
