"""What was found: a table of verdicts, with everything that one asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from . import _dabiao

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from decimal import Decimal
    from typing import Any

    from ._types import Chart, Lang, Numbers, Plain, Stages
    from .data import Judgement, RuleSummary
    from .policy import Facts, Policy

__all__ = ["Readings", "Report"]

_NUMBERS = ("value", "target", "shortfall")
_DAYS = ("due", "observed_on", "reached_on")
_WORDS = ("rule", "kind", "force", "verdict", "order", "unit")

#: The most rows that a notebook is shown.
_MOST_ROWS = 60


class Report:
    """The verdicts of a policy about some facts on one day: a table with a row for each line and subject.

    It is made by :meth:`Policy.evaluate` and never changes. ``len``, iteration, equality and pickling are of its rows.
    It hands its table to other libraries through ``__arrow_c_stream__``.
    """

    def __init__(self, native: _dabiao.Report, policy: Policy, facts: Facts) -> None:
        self._native = native
        self._policy = policy
        self._facts = facts
        self._filters: tuple[Any, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy that judged."""
        return self._policy

    @property
    def facts(self) -> Facts:
        """The facts that were judged."""
        return self._facts

    @property
    def as_of(self) -> datetime.date:
        """The day on which it was judged."""
        import datetime

        return datetime.date.fromisoformat(self._native.as_of)

    @property
    def reading(self) -> str | None:
        """The reading; None for the default one."""
        return self._native.reading

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Judgement]:
        from .data import Judgement

        columns = self._columns("fraction")
        for values in zip(*columns.values()):
            yield Judgement(*values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self._policy == other._policy and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    def filter(
        self,
        *,
        verdict: str | Iterable[str] | None = None,
        rule: str | Iterable[str] | None = None,
        subject: str | Iterable[str] | None = None,
    ) -> Report:
        """The same with only some rules and subjects.

        Parameters
        ----------
        verdict : str or several, optional
            The verdicts of a rule for a subject that stay.
        rule : str or several, optional
            The rules that stay, by name or label.
        subject : str or several, optional
            The subjects that stay, by id or name.

        Examples
        --------
        >>> import dabiao
        >>> report = dabiao.compile("beds >= 20").evaluate({"id": ["a", "b"], "beds": [20, 19]}, as_of="2026-01-15")
        >>> [row.subject for row in report.filter(verdict="met")]
        ['a']
        """
        rules = _several(rule)
        if rules is not None:
            rules = [self._policy.rules[name].name for name in rules]
        filters = (_several(verdict), rules, _several(subject))
        made = Report(self._native.filtered(*filters), self._policy, self._facts)
        made._filters = (*self._filters, filters)
        return made

    def failing(self) -> Report:
        """Only what is not met."""
        return self.filter(verdict="not_met")

    def summary(self) -> list[RuleSummary]:
        """What each rule comes to.

        Examples
        --------
        >>> import dabiao
        >>> report = dabiao.compile("beds >= 20").evaluate({"id": ["a", "b"], "beds": [20, 19]}, as_of="2026-01-15")
        >>> report.summary()
        [RuleSummary(rule='rule', verdict='not_met', count=1, subjects=('b',))]
        """
        from .data import RuleSummary

        return [RuleSummary(rule, verdict, count, tuple(ids)) for rule, verdict, ids, count in self._native.summary()]

    def counts(self) -> dict[str, dict[str, int]]:
        """For each rule how many lines have each verdict."""
        found: dict[str, dict[str, int]] = {}
        columns = self._native.columns(self._policy.lang, False, False)
        for rule, verdict in zip(columns["rule"], columns["verdict"]):
            of_rule = found.setdefault(rule, {})
            if verdict is not None:
                of_rule[verdict] = of_rule.get(verdict, 0) + 1
        return found

    def explain(self, rule: str, subject: str, *, lang: Lang | None = None) -> str:
        """Why a rule came to its verdict for a subject, in words that an official can follow.

        Parameters
        ----------
        rule : str
            The rule, by name or label.
        subject : str
            The subject, by id or name.
        lang : {"en", "zh"}, optional
            The language; that of the policy unless given.

        Raises
        ------
        KeyError
            There is no such rule, or it was not judged for the subject.
        """
        known = self._policy.rules[rule]
        text = self._native.explain(known.name, subject, lang or self._policy.lang)
        if text is None:
            raise KeyError(f"the rule {rule!r} was not judged for {subject!r}")
        return text

    def to_json(self) -> str:
        """The canonical JSON document: every number exact, the same bytes on every machine."""
        return self._native.to_json()

    def to_text(self, *, lang: Lang | None = None, most: int | None = None) -> str:
        """The table for people, of at most so many subjects of each rule."""
        return self._native.text(lang or self._policy.lang, most)

    def to_dict(self, *, numbers: Numbers = "float", stages: Stages = "judging") -> dict[str, list[Any]]:
        """The columns as lists; see :meth:`to_dicts`."""
        return self._columns(numbers, stages)

    def to_dicts(
        self, *, numbers: Numbers = "float", stages: Stages = "judging"
    ) -> list[dict[str, Any]]:
        """The rows as dicts.

        Parameters
        ----------
        numbers : {"float", "fraction", "decimal", "text"}
            What numbers become: floats for display, ``Fraction`` and text exact, ``Decimal`` of 28 digits.
        stages : {"judging", "all"}
            Whether only the stage that judges a line, or a row for each of its stages.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.compile("doctors per 3 beds >= 1")
        >>> row = policy.evaluate({"doctors": [1], "beds": [7]}, as_of="2026-01-15").to_dicts(numbers="fraction")[0]
        >>> row["value"], row["shortfall"]
        (Fraction(3, 7), Fraction(2, 1))
        """
        columns = self._columns(numbers, stages)
        return [dict(zip(columns, values)) for values in zip(*columns.values())]

    def to_pandas(self, *, numbers: Numbers = "float", stages: Stages = "judging") -> Any:
        """A data frame of pandas: words that repeat are categories, days are ``datetime64[s]``."""
        import pandas

        columns = self._columns(numbers, stages)
        made: dict[str, Any] = {}
        for name, values in columns.items():
            if name in _WORDS:
                made[name] = pandas.Categorical(values)
            elif name in _DAYS:
                made[name] = pandas.array([None if day is None else day.isoformat() for day in values], "datetime64[s]")
            elif name in _NUMBERS:
                made[name] = pandas.Series(values, dtype="float64" if numbers == "float" else "object")
            else:
                made[name] = values
        return pandas.DataFrame(made)

    def to_polars(self, *, numbers: Plain = "float", stages: Stages = "judging") -> Any:
        """A data frame of polars: words that repeat are categorical."""
        import polars

        return polars.DataFrame(_Stream(self._stream(numbers, stages)))

    def to_arrow(self, *, numbers: Plain = "float", stages: Stages = "judging") -> Any:
        """A table of pyarrow: words that repeat are dictionary-encoded."""
        import pyarrow

        return pyarrow.table(_Stream(self._stream(numbers, stages)))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table for any library that takes streams of Arrow. A schema that is asked for is not heeded."""
        return self._stream("float", "judging")

    def plot(self, kind: Chart = "verdicts", **options: Any) -> Any:
        """A chart of Altair (``pip install "dabiao[plot]"``); see :mod:`dabiao.plots`.

        Parameters
        ----------
        kind : {"verdicts", "targets", "shortfalls"}
            The verdicts of rules by subjects; values against their targets; or what is missing.
        **options
            Of the function of that name in :mod:`dabiao.plots`.
        """
        from . import plots

        return getattr(plots, kind)(self, **options)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return self.to_text(most=10)

    def _repr_html_(self) -> str:
        import html

        shown = ("rule", "subject", "name", "verdict", "value", "order", "target", "unit", "shortfall_text", "due")
        columns = self._columns("float")
        rows = min(len(self), _MOST_ROWS)
        head = "".join(f"<th>{name.removesuffix('_text')}</th>" for name in shown)
        body = []
        for at in range(rows):
            cells = (columns[name][at] for name in shown)
            body.append("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in cells) + "</tr>")
        more = f"<p>{len(self) - rows} more rows</p>" if len(self) > rows else ""
        title = html.escape(f"{self._policy.name}, {self.as_of}")
        caption = f"<caption>{title}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{more}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._facts, self._native.as_of, self._native.reading, self._filters)

    def _columns(self, numbers: Numbers, stages: str = "judging") -> dict[str, list[Any]]:
        import datetime

        made = _number(numbers)
        columns = self._native.columns(self._policy.lang, _every(stages), numbers != "float")
        for name in _DAYS:
            columns[name] = [None if day is None else datetime.date.fromisoformat(day) for day in columns[name]]
        if made is not None:
            for name in _NUMBERS:
                columns[name] = [None if number is None else made(number) for number in columns[name]]
        return columns

    def _stream(self, numbers: str, stages: str) -> object:
        if numbers not in ("float", "text"):
            raise ValueError(f'numbers is "float" or "text" here, not {numbers!r}')
        return self._native.stream(self._policy.lang, _every(stages), numbers == "text")


class Readings(Sequence[Report]):
    """The reports under each reading of a policy, the default one first."""

    def __init__(self, reports: list[Report]) -> None:
        self._reports = reports

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, str):
            for report in self._reports:
                if (report.reading or "default") == at:
                    return report
            raise KeyError(f"no reading is called {at!r}; there are: {', '.join(self.names)}")
        return self._reports[at]

    def __len__(self) -> int:
        return len(self._reports)

    @property
    def names(self) -> list[str]:
        """The names of the readings."""
        return [report.reading or "default" for report in self._reports]

    def differences(self) -> list[dict[str, Any]]:
        """The rules and subjects whose verdict hangs on the reading, with the verdict under each.

        Returns
        -------
        list of dict
            With ``rule``, ``subject`` and, for each reading, its verdict.
        """
        import json

        found: dict[tuple[str, str], dict[str, str | None]] = {}
        for name, report in zip(self.names, self._reports):
            for judged in json.loads(report.to_json())["verdicts"]:
                found.setdefault((judged["rule"], judged["subject"]), {})[name] = judged["verdict"]
        made = []
        for (rule, subject), verdicts in found.items():
            under = {name: verdicts.get(name) for name in self.names}
            if len(set(under.values())) > 1:
                made.append({"rule": rule, "subject": subject, **under})
        return made

    def __repr__(self) -> str:
        return f"<dabiao.Readings: {', '.join(self.names)}; {len(self.differences())} verdicts differ>"


class _Stream:
    """A stream of Arrow that is read once."""

    def __init__(self, capsule: object) -> None:
        self._capsule = capsule

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._capsule


def _again(facts: Facts, as_of: str, reading: str | None, filters: tuple[Any, ...]) -> Report:
    report = facts._policy.evaluate(facts, as_of=as_of, reading=reading)
    for verdict, rule, subject in filters:
        report = report.filter(verdict=verdict, rule=rule, subject=subject)
    return report


def _several(named: str | Iterable[str] | None) -> list[str] | None:
    if named is None:
        return None
    return [named] if isinstance(named, str) else list(named)


def _every(stages: str) -> bool:
    if stages not in ("judging", "all"):
        raise ValueError(f'stages is "judging" or "all", not {stages!r}')
    return stages == "all"


def _number(numbers: str) -> Any:
    from fractions import Fraction

    if numbers == "decimal":
        return _decimal
    known = {"float": None, "text": None, "fraction": Fraction}
    if numbers not in known:
        raise ValueError(f'numbers is "float", "fraction", "decimal" or "text", not {numbers!r}')
    return known[numbers]


def _decimal(text: str) -> Decimal:
    from decimal import Decimal
    from fractions import Fraction

    number = Fraction(text)
    return Decimal(number.numerator) / Decimal(number.denominator)


def _cell(value: object) -> str:
    import html

    if value is None:
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return html.escape(text if len(text) <= 200 else text[:199] + "…")
