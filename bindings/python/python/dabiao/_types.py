"""Names for types, which only type checkers read."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

T = TypeVar("T")

Lang = Literal["en", "zh"]
Numbers = Literal["float", "fraction", "decimal", "text"]
Stages = Literal["judging", "all"]
Plain = Literal["float", "text"]
Chart = Literal["verdicts", "targets", "shortfalls"]

#: What is told how many judgements have been made, and of how many.
Watch = Callable[[int, int], object]

#: A table: its name, what messages call it, its form, and what is in it.
Given = tuple[str, str, str, Any]
