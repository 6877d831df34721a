"""What can go wrong, as exceptions with data: where, a stable code, and advice."""

from __future__ import annotations

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .data import Diagnostic

__all__ = ["DabiaoError", "FactsError", "FactsWarning", "InternalError", "LimitError", "PolicyError"]

#: The codes that say that something is too large.
_LIMITS = frozenset(["E0102", "E0103", "E0501", "E0502", "E0503", "F0104", "F0105", "F0106", "F0115", "F0130"])


class DabiaoError(Exception):
    """The base of all exceptions of dabiao.

    Attributes
    ----------
    diagnostics : list of Diagnostic
        Everything that is wrong, not only the first.
    """

    def __init__(self, text: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(text, diagnostics)
        self.diagnostics: list[Diagnostic] = list(diagnostics)

    def __str__(self) -> str:
        return str(self.args[0]).rstrip("\n")

    @property
    def _first(self) -> Diagnostic | None:
        errors = [found for found in self.diagnostics if found.severity == "error"]
        return next(iter(errors or self.diagnostics), None)

    @property
    def code(self) -> str | None:
        """The stable code of the first error."""
        return self._first.code if self._first else None

    @property
    def hint(self) -> str | None:
        """What to do about the first error."""
        return self._first.hint if self._first else None

    @property
    def suggestion(self) -> str | None:
        """What was probably meant where the first error is."""
        return self._first.suggestion if self._first else None

    @property
    def line(self) -> int | None:
        """The line of the first error."""
        return self._first.line if self._first else None

    @property
    def column(self) -> int | str | None:
        """The column of the first error: a number in a text, a head in a table."""
        return self._first.column if self._first else None


class PolicyError(DabiaoError, ValueError):
    """The text of a policy has errors.

    Examples
    --------
    >>> import dabiao
    >>> try:
    ...     dabiao.compile("rehab_doctors per 1000 >= 8%")
    ... except dabiao.PolicyError as error:
    ...     print(error.code, error.line, error.column)
    E0306 1 1
    """


class FactsError(DabiaoError, ValueError):
    """The facts do not fit the policy.

    Examples
    --------
    >>> import dabiao
    >>> policy = dabiao.compile("beds >= 20")
    >>> try:
    ...     policy.evaluate({"beds": ["many"]}, as_of="2026-01-15")
    ... except dabiao.FactsError as error:
    ...     print(error.code, error.table, error.row, error.column)
    F0140 facts 1 beds
    """

    @property
    def table(self) -> str | None:
        """The table of the first error."""
        return self._first.table if self._first else None

    @property
    def row(self) -> int | None:
        """The row of the first error, counted from 1."""
        return self._first.row if self._first else None


class LimitError(DabiaoError, ValueError):
    """A text or a table is larger, or nests deeper, than is let in."""


class FactsWarning(UserWarning):
    """Something about the facts that somebody should look at, such as a column that no policy reads."""


class InternalError(DabiaoError, RuntimeError):
    """A fault of dabiao itself. Please report it."""


def _made(kind: type[DabiaoError], text: str, details: str) -> DabiaoError:
    import json

    from .data import Diagnostic

    found = tuple(
        Diagnostic(**{name: one.get(name) for name in Diagnostic.__dataclass_fields__}) for one in json.loads(details)
    )
    first = next((one for one in found if one.severity == "error"), None)
    return (LimitError if first and first.code in _LIMITS else kind)(text, found)


def _of_policy(text: str, details: str, source: str) -> DabiaoError:
    """Called by the native part."""
    error = _made(PolicyError, text, details)
    error.source = source  # type: ignore[attr-defined]
    return error


def _of_facts(text: str, details: str) -> DabiaoError:
    """Called by the native part."""
    return _made(FactsError, text, details)
