"""dabiao: judges quantitative public policy, exactly.

A small language states what a policy demands; this package says, for every region and institution and any date, whether
it is met, not met, pending, not applicable or undetermined, by how much it is missed, and why.

Examples
--------
>>> import dabiao
>>> policy = dabiao.compile("rehab_doctors per 100000 population >= 8 by 2025")
>>> facts = {"id": ["North", "South"], "rehab_doctors": [8, 7], "population": [100_000, 100_000]}
>>> report = policy.evaluate(facts, as_of="2026-01-15")
>>> [row.verdict for row in report]
['met', 'not_met']
"""

from ._dabiao import Record, __version__
from .columns import Columns
from .errors import DabiaoError, FactsError, FactsWarning, InternalError, LimitError, PolicyError
from .policy import Facts, Policy, compile, load, policies
from .report import Readings, Report

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .data import Attribute, Diagnostic, Entity, Input, Judgement, Rule, RuleSummary

__all__ = [
    "Attribute",
    "Columns",
    "DabiaoError",
    "Diagnostic",
    "Entity",
    "Facts",
    "FactsError",
    "FactsWarning",
    "Input",
    "InternalError",
    "Judgement",
    "LimitError",
    "Policy",
    "PolicyError",
    "Readings",
    "Record",
    "Report",
    "Rule",
    "RuleSummary",
    "__version__",
    "compile",
    "load",
    "policies",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in __all__:
            from . import data

            return getattr(data, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
