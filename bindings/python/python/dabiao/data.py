"""What policies, reports and errors are made of, as plain data. It is imported when the first of it is made."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Attribute", "Diagnostic", "Entity", "Input", "Judgement", "Rule", "RuleSummary"]


@dataclass(frozen=True)
class Attribute:
    """What a policy reads of an entity.

    Attributes
    ----------
    name : str
        Its identifier, the head of its column.
    en, zh : str or None
        Its labels, which are heads of its column as well.
    type : str
        ``quantity``, ``number``, ``flag``, ``date``, ``text``, ``one of``, ``ordered`` or ``set of``.
    unit : str or None
        The unit of a quantity.
    values : tuple of str
        The values of ``one of``, ``ordered`` and ``set of``.
    """

    name: str
    en: str | None
    zh: str | None
    type: str
    unit: str | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Input(Attribute):
    """A value that a policy asks its host for: ``let NAME: TYPE``."""


@dataclass(frozen=True)
class Entity:
    """A kind of unit: a region, a hospital. Its table has a column for each attribute, with ``id``, ``name`` and ``in``."""

    name: str
    en: str | None
    zh: str | None
    parent: str | None
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True)
class Rule:
    """A rule of a policy.

    Attributes
    ----------
    name : str
        Its identifier.
    en, zh : str or None
        Its labels.
    citations, responsible, notes, readings : tuple of str
        The clauses it rests on, who is responsible, what is noted, and the readings that change it.
    lines : tuple of str
        For each line its kind: ``duty``, ``eligible`` or ``show``.
    text : str
        What it says, in words.
    """

    name: str
    en: str | None
    zh: str | None
    citations: tuple[str, ...]
    responsible: tuple[str, ...]
    notes: tuple[str, ...]
    readings: tuple[str, ...]
    lines: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Judgement:
    """What a line of a rule comes to for one subject. Numbers are exact.

    Attributes
    ----------
    rule, subject, name : str
        The rule, the id of the subject and its name.
    line, stage : int
        Which line of the rule, and which of its stages judges it, counted from 1.
    kind, force : str
        ``duty``, ``eligible`` or ``show NAME``, and how strongly it binds.
    verdict : str or None
        ``not_met``, ``undetermined``, ``pending``, ``waived``, ``met``, ``eligible``, ``not_eligible`` or
        ``not_applicable``; None for a value that is only shown.
    value, order, target, unit
        The two sides of the comparison, how they are compared, and what they are measured in. Numbers are fractions;
        ``value_text`` and ``target_text`` also hold dates, names and ranges.
    shortfall : Fraction or None
        The least change that meets it, where one number says it; ``shortfall_text`` says it in words.
    due, observed_on, reached_on : date or None
        The due date, the date of the latest fact read, and when it was reached after it was due.
    breach : bool
        Whether a binding line without ``in principle`` is not met.
    missing, notes : str or None
        The facts that are missing, and what else a reader must know.
    """

    rule: str
    subject: str
    name: str | None
    line: int
    kind: str
    stage: int
    force: str | None
    verdict: str | None
    value: Fraction | None
    order: str | None
    target: Fraction | None
    unit: str | None
    shortfall: Fraction | None
    due: datetime.date | None
    breach: bool
    observed_on: datetime.date | None
    reached_on: datetime.date | None
    value_text: str | None
    target_text: str | None
    shortfall_text: str | None
    missing: str | None
    notes: str | None


@dataclass(frozen=True)
class RuleSummary:
    """What a rule comes to: its worst verdict, and for how many subjects.

    Attributes
    ----------
    rule : str
        The rule.
    verdict : str or None
        The worst verdict of its subjects; None where there is nothing to judge.
    count : int
        How many subjects have it; 0 where all is met.
    subjects : tuple of str
        The first of them.
    """

    rule: str
    verdict: str | None
    count: int
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong.

    Attributes
    ----------
    code : str
        The stable code, such as ``E0306``.
    severity : str
        ``error`` or ``warning``.
    message : str
        What is wrong, in words.
    hint, suggestion : str or None
        What to do about it, and what was probably meant.
    table, row, line, column
        Where: of a policy the line and the column of its text, of facts the table, the row and the head of the column.
    """

    code: str
    severity: str
    message: str
    hint: str | None = None
    suggestion: str | None = None
    table: str | None = None
    row: int | None = None
    line: int | None = None
    column: int | str | None = None
