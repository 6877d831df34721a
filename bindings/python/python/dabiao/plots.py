"""Charts of a report, as specifications of Altair (``pip install "dabiao[plot]"``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .report import Report

__all__ = ["shortfalls", "targets", "verdicts"]

#: The verdicts from the worst to the best, with colours that are told apart without red and green.
COLOURS = {
    "not_met": "#c2410c",
    "undetermined": "#a8a29e",
    "pending": "#facc15",
    "waived": "#c4b5fd",
    "met": "#0369a1",
    "eligible": "#0ea5e9",
    "not_eligible": "#78716c",
    "not_applicable": "#f5f5f4",
}


def verdicts(report: Report, *, width: int = 18) -> Any:
    """The verdicts as a map: a row for each subject, a column for each rule, the worst line deciding.

    Parameters
    ----------
    report : Report
        What to show.
    width : int
        How wide a column is, in pixels.
    """
    order = list(COLOURS)
    worst: dict[tuple[str, str], dict[str, Any]] = {}
    for row in report:
        if row.verdict is None:
            continue
        key = (row.rule, row.subject)
        if key not in worst or order.index(row.verdict) < order.index(worst[key]["verdict"]):
            worst[key] = {**_named(row), "verdict": row.verdict}
    colour = altair().Color(
        "verdict:N", scale=altair().Scale(domain=order, range=list(COLOURS.values())), title="verdict"
    )
    rules = [rule.rule for rule in report.summary()]
    return (
        altair()
        .Chart(_data(list(worst.values())))
        .mark_rect(stroke="white")
        .encode(
            x=altair().X("rule:N", sort=rules, title=None),
            y=altair().Y("unit:N", title=None),
            color=colour,
            tooltip=["rule:N", "unit:N", "verdict:N"],
        )
        .properties(width=altair().Step(width), title=_title(report))
    )


def targets(report: Report, rule: str) -> Any:
    """The values of a rule against their targets, with every milestone; a row for each subject.

    Parameters
    ----------
    report : Report
        What to show.
    rule : str
        The rule, by name or label. Its lines that compare numbers are shown.
    """
    rows = report.filter(rule=rule).to_dicts(stages="all")
    shown = [
        {
            "unit": row["name"] or row["subject"],
            "value": row["value"],
            "target": row["target"],
            "by": row["due"].isoformat() if row["due"] else "now",
            "verdict": row["verdict"],
        }
        for row in rows
        if row["value"] is not None and row["target"] is not None
    ]
    base = altair().Chart(_data(shown)).encode(y=altair().Y("unit:N", title=None))
    colour = altair().Color("verdict:N", scale=altair().Scale(domain=list(COLOURS), range=list(COLOURS.values())))
    values = base.mark_circle(size=80, opacity=1).encode(x=altair().X("value:Q"), color=colour)
    marks = base.mark_tick(thickness=3, color="black").encode(
        x="target:Q", opacity=altair().value(0.7), tooltip=["unit:N", "value:Q", "target:Q", "by:N", "verdict:N"]
    )
    chart = altair().layer(values, marks).facet(row=altair().Row("by:N", title="by"))
    return chart.properties(title=f"{report.policy.rules[rule].name}, {_title(report)}")


def shortfalls(report: Report, rule: str | None = None) -> Any:
    """By how much requirements are missed, where one number says it: bars by subject, a chart for each unit.

    Parameters
    ----------
    report : Report
        What to show.
    rule : str, optional
        Only this rule.
    """
    rows = (report if rule is None else report.filter(rule=rule)).to_dicts()
    shown = [
        {
            "rule": row["rule"],
            "unit": row["name"] or row["subject"],
            "shortfall": row["shortfall"],
            "measure": row["unit"] or "",
            "what": f"{row['rule']}, {row['unit']}" if row["unit"] else row["rule"],
            "words": row["shortfall_text"],
        }
        for row in rows
        if row["shortfall"] is not None
    ]
    return (
        altair()
        .Chart(_data(shown))
        .mark_bar(color=COLOURS["not_met"])
        .encode(
            x=altair().X("shortfall:Q", title=None),
            y=altair().Y("unit:N", sort="-x", title=None),
            row=altair().Row("what:N", title=None, header=altair().Header(labelAngle=0, labelAlign="left")),
            tooltip=["rule:N", "unit:N", "words:N"],
        )
        .resolve_scale(x="independent", y="independent")
        .properties(title=_title(report))
    )


def altair() -> Any:
    """The library, or an error that says how to get it."""
    try:
        import altair as library
    except ImportError as error:
        raise ImportError('charts need Altair: pip install "dabiao[plot]"') from error
    return library


def _data(rows: list[dict[str, Any]]) -> Any:
    return altair().Data(values=rows)


def _named(row: Any) -> dict[str, Any]:
    return {"rule": row.rule, "unit": row.name or row.subject}


def _title(report: Report) -> str:
    return f"{report.policy.name}, {report.as_of}"
