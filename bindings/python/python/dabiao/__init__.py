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
from .errors import DabiaoError, Diagnostic, FactsError, FactsWarning, InternalError, LimitError, PolicyError
from .policy import Attribute, Entity, Facts, Input, Policy, Rule, compile, load, policies
from .report import Judgement, Readings, Report, RuleSummary

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
