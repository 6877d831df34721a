"""A policy: a text that has been read and checked, which judges facts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping

from . import _dabiao
from ._dabiao import Record
from ._facts import tables
from .columns import Columns
from .errors import FactsWarning
from .report import Readings, Report

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from typing import Any

    from ._types import Lang, T, Watch
    from .data import Attribute, Entity, Input, Rule

__all__ = ["Facts", "Policy", "Rules", "compile", "load", "policies"]


class Rules(Mapping[str, "Rule"]):
    """The rules of a policy by name, in the order of its text. Labels are names too."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._labels = {label: rule for rule in rules for label in (rule.en, rule.zh) if label}

    def __getitem__(self, name: str) -> Rule:
        found = self._rules.get(name) or self._labels.get(name)
        if found is None:
            raise KeyError(f"no rule is called {name!r}; the rules are: {', '.join(self._rules)}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def __repr__(self) -> str:
        return f"Rules({list(self._rules)})"


class Facts:
    """Facts about the world, read by the entities of one policy; see :meth:`Policy.facts`.

    Examples
    --------
    >>> import dabiao
    >>> policy = dabiao.compile("beds >= 20")
    >>> facts = policy.facts({"beds": [19, 20, None]})
    >>> len(facts), facts.warnings
    (3, '')
    """

    def __init__(self, native: _dabiao.Facts, policy: Policy) -> None:
        self._native = native
        self._policy = policy

    def __len__(self) -> int:
        return len(self._native)

    def __repr__(self) -> str:
        return f"<dabiao.Facts: {len(self)} rows>"

    @property
    def warnings(self) -> str:
        """What somebody should look at, one a line; empty where there is nothing."""
        return self._native.warnings(self._policy.lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return _facts_again, (self._policy, self._native.tables())


def _facts_again(policy: Policy, given: list[Any]) -> Facts:
    return Facts(policy._native.facts(given, policy.lang, False), policy)


class Policy:
    """A checked policy. It is made by :func:`compile` and :func:`load`, never changes, and may be used by many threads.

    Two policies are equal if their texts are.
    """

    def __init__(self, source: str, name: str = "policy.dabiao", *, lang: Lang = "en") -> None:
        self._native = _dabiao.check(source, name, lang)
        self._lang: Lang = lang
        self._rules: Rules | None = None

    @property
    def source(self) -> str:
        """The text."""
        return self._native.source

    @property
    def name(self) -> str:
        """The identifier of the policy, or what its text was called where it declares none."""
        return self._native.title[0] if self._native.title else self._native.name

    @property
    def lang(self) -> Lang:
        """The language of its messages, ``en`` or ``zh``."""
        return self._lang

    @property
    def warnings(self) -> str:
        """What somebody should look at in the text; empty where there is nothing."""
        return self._native.warnings(self._lang)

    @property
    def readings(self) -> list[str]:
        """The names of its readings, beside the default one."""
        return self._native.readings

    @property
    def rules(self) -> Rules:
        """Its rules by name.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.load("cn_rehab_2021")
        >>> policy.rules["therapists"].zh
        '每10万人口康复治疗师数'
        """
        if self._rules is None:
            from .data import Rule

            made = []
            for found in self._native.rules():
                several = ("citations", "responsible", "notes", "readings", "lines")
                given: dict[str, Any] = {name: tuple(found[name]) if name in several else found[name] for name in found}
                text = self._native.rule_text(found["name"], self._lang) or ""
                made.append(Rule(**given, text=text))
            self._rules = Rules(made)
        return self._rules

    def entities(self) -> list[Entity]:
        """What the policy reads: each entity with its attributes. A policy without entities has one, ``facts``."""
        from .data import Attribute, Entity

        return [
            Entity(**{**found, "attributes": tuple(_attribute(Attribute, one) for one in found["attributes"])})
            for found in self._native.entities()
        ]

    def inputs(self) -> list[Input]:
        """The values that the policy asks for, given as ``inputs`` of :meth:`evaluate`.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.compile("let floor: number\\nshall beds >= floor")
        >>> [(needed.name, needed.type) for needed in policy.inputs()]
        [('floor', 'number')]
        """
        from .data import Input

        return [_attribute(Input, found) for found in self._native.inputs()]

    def outline(self) -> str:
        """What the policy says, in an overview."""
        return self._native.outline(self._lang)

    def format(self, lang: Lang | None = None) -> str:
        """The text, formatted; in the other language if wanted."""
        return self._native.formatted(lang or self._lang)

    def facts(
        self, data: object, *, inputs: Mapping[str, object] | None = None, strict: bool = False
    ) -> Facts:
        """Reads facts, once for many evaluations.

        Parameters
        ----------
        data
            Tables by the name of their entity: data frames of pandas or polars, tables of pyarrow, relations of duckdb,
            anything with ``__arrow_c_stream__``, dicts of lists, lists of dicts, paths of files. Or the path of a folder
            of CSV and JSON files. Or, for a policy that reads a single table, that table itself. Nothing is changed.
        inputs : mapping, optional
            Values for the inputs of the policy.
        strict : bool
            Whether what would be a warning is an error.

        Warns
        -----
        FactsWarning
            Somebody should look at something, such as a column that is read by nobody; the message names what was
            probably meant.

        Raises
        ------
        FactsError
            A table does not fit; the message names the table, the row, the column and what was probably meant.
        """
        if isinstance(data, Facts):
            if data._policy == self and not inputs:
                return data
            raise TypeError("these facts were read for another policy, or without these inputs; read them again")
        found = Facts(self._native.facts(tables(data, self._native, inputs), self._lang, strict), self)
        if found.warnings:
            import warnings

            warnings.warn(found.warnings.rstrip("\n"), FactsWarning, stacklevel=_outside())
        return found

    def evaluate(
        self,
        facts: object,
        *,
        as_of: str | datetime.date,
        reading: str | None = None,
        inputs: Mapping[str, object] | None = None,
        progress: bool = False,
    ) -> Report:
        """Judges every rule for every subject.

        Parameters
        ----------
        facts
            See :meth:`facts`, or what it returned.
        as_of : str or date
            The day on which everything is judged.
        reading : str, optional
            The reading of the policy; the default one unless given.
        inputs : mapping, optional
            Values for the inputs of the policy.
        progress : bool
            Whether a line on stderr, rewritten in place, says how far it has come.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.compile("beds >= 20")
        >>> policy.evaluate({"id": ["a", "b"], "beds": [20, 19]}, as_of="2026-01-15").failing().to_dicts()[0]["subject"]
        'b'
        """

        def judge(watch: Watch | None) -> Report:
            read = self.facts(facts, inputs=inputs)
            return Report(self._native.evaluate(read._native, _day(as_of), reading, watch), self, read)

        return _watched(judge, progress)

    def columns(
        self,
        facts: object,
        *,
        as_of: str | datetime.date,
        reading: str | None = None,
        inputs: Mapping[str, object] | None = None,
        threads: int = 1,
        progress: bool = False,
    ) -> Columns:
        """Judges every rule for every subject, and keeps only the verdicts: for millions of rows.

        The verdicts are those of :meth:`evaluate`. Values, shortfalls and reasons are asked for afterwards, by evaluating
        the few rows that matter.

        Parameters
        ----------
        facts, as_of, reading, inputs
            As for :meth:`evaluate`.
        threads : int
            How many threads may work.
        progress : bool
            As for :meth:`evaluate`.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.compile("beds >= 20")
        >>> policy.columns({"beds": [19, 20, 21]}, as_of="2026-01-15").counts()
        {'rule': {'not_met': 1, 'met': 2}}
        """

        def judge(watch: Watch | None) -> Columns:
            read = self.facts(facts, inputs=inputs)
            return Columns(self._native.columns(read._native, _day(as_of), reading, threads, watch))

        return _watched(judge, progress)

    def record(
        self, *, as_of: str | datetime.date, entity: str | None = None, reading: str | None = None
    ) -> Record:
        """A record: the facts of one unit, set by name and judged again and again, in microseconds.

        It means the same as a table of one row, of which no members are listed. A record belongs to one thread at a time.

        Parameters
        ----------
        as_of : str or date
            The day on which everything is judged.
        entity : str, optional
            What the unit is; needed where the policy judges several.
        reading : str, optional
            The reading of the policy; the default one unless given.

        Examples
        --------
        >>> import dabiao
        >>> policy = dabiao.compile("rehab_beds >= 2% of beds by 2025")
        >>> record = policy.record(as_of="2026-01-15")
        >>> record.update(beds=1500, rehab_beds=30)
        >>> record.evaluate()
        {'rule': 'met'}
        >>> record({"beds": 1500, "rehab_beds": 29})
        {'rule': 'not_met'}
        """
        return self._native.record(_day(as_of), entity, reading, self._lang)

    def compare_readings(
        self,
        facts: object,
        *,
        as_of: str | datetime.date,
        inputs: Mapping[str, object] | None = None,
    ) -> Readings:
        """Judges under every reading of the policy, the default one first, and says which verdicts hang on it."""
        read = self.facts(facts, inputs=inputs)
        names = [None, *self.readings]
        return Readings([self.evaluate(read, as_of=as_of, reading=name) for name in names])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._native == other._native

    def __hash__(self) -> int:
        return hash(self._native)

    def __repr__(self) -> str:
        rules = "1 rule" if len(self.rules) == 1 else f"{len(self.rules)} rules"
        return f"<dabiao.Policy {self.name!r}: {rules}>"

    def __str__(self) -> str:
        return self.outline()

    def __reduce__(self) -> tuple[Any, ...]:
        return _policy_again, (self._native.source, self._native.name, self._lang)


def _policy_again(source: str, name: str, lang: Lang) -> Policy:
    return Policy(source, name, lang=lang)


def _outside() -> int:
    """How far up the caller is that is not of this package."""
    level = 0
    while sys._getframe(level).f_globals.get("__name__", "").partition(".")[0] == "dabiao":
        level += 1
    return level


def _watched(judge: Callable[[Watch | None], T], progress: bool) -> T:
    """What is judged, with a line that says how far it has come where that is wanted."""
    if not progress:
        return judge(None)
    from ._progress import Line

    with Line() as line:
        return judge(line)


def _attribute(kind: type[Any], found: dict[str, Any]) -> Any:
    return kind(**{**found, "values": tuple(found["values"])})


def _day(as_of: str | datetime.date) -> str:
    import datetime

    if isinstance(as_of, datetime.datetime):
        as_of = as_of.date()
    return as_of.isoformat() if isinstance(as_of, datetime.date) else str(as_of)


def compile(source: str, *, name: str = "policy.dabiao", lang: Lang = "en") -> Policy:
    """Reads and checks a policy.

    Parameters
    ----------
    source : str
        The text. It may use the bundled vocabularies and policies (``use health_cn``).
    name : str
        What messages call the text.
    lang : {"en", "zh"}
        The language of messages.

    Raises
    ------
    PolicyError
        The text has errors; all of them are in the message and in ``diagnostics``.

    Examples
    --------
    >>> import dabiao
    >>> dabiao.compile("rehab_doctors per 100000 >= 8 by 2025")
    <dabiao.Policy 'policy.dabiao': 1 rule>
    """
    return Policy(source, name, lang=lang)


def load(name: str | os.PathLike[str], *, lang: Lang = "en") -> Policy:
    """Loads a bundled policy by its name, or a policy from a file.

    Examples
    --------
    >>> import dabiao
    >>> dabiao.load("cn_rehab_2021").name
    'cn_rehab_2021'
    """
    bundled = _dabiao.source(name) if isinstance(name, str) else None
    if bundled is not None:
        return Policy(bundled, str(name), lang=lang)
    path = os.fspath(name)
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path!r} is no file and no bundled policy; bundled are: {', '.join(policies())}")
    with open(path, encoding="utf-8") as file:
        return Policy(file.read(), os.path.basename(path), lang=lang)


def policies() -> list[str]:
    """The names of the bundled policies.

    Examples
    --------
    >>> import dabiao
    >>> "cn_rehab_2021" in dabiao.policies()
    True
    """
    return _dabiao.bundled()
