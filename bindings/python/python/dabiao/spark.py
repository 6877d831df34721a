"""Evaluation on the machines of a Spark cluster (``pip install pyspark pyarrow``), by ``mapInArrow``.

The rows of one table are distributed. Each partition is judged by itself, with the same code as on one machine, so that
rows that a rule reads together must be in one partition: `by` names the columns that keep them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .policy import Policy

__all__ = ["SCHEMA", "evaluate"]

#: The columns of the result, those of :meth:`dabiao.Report.to_dict`, as Spark writes them. Numbers are exact texts.
SCHEMA = (
    "rule string, subject string, name string, line int, kind string, stage int, force string, verdict string, "
    "value string, `order` string, target string, unit string, shortfall string, due date, breach boolean, "
    "observed_on date, reached_on date, value_text string, target_text string, shortfall_text string, missing string, "
    "notes string"
)


def evaluate(
    frame: Any,
    policy: Policy,
    *,
    as_of: str | datetime.date,
    by: str | list[str] | None = None,
    entity: str | None = None,
    shared: Mapping[str, object] | None = None,
    reading: str | None = None,
    inputs: Mapping[str, object] | None = None,
) -> Any:
    """Judges the rows of a Spark data frame.

    Parameters
    ----------
    frame : pyspark.sql.DataFrame
        The table of `entity`.
    policy : Policy
        The policy. It travels to the workers as its text.
    as_of, reading, inputs
        As for :meth:`dabiao.Policy.evaluate`.
    by : str or list of str, optional
        The columns by which rows stay together, such as the region at the top of a subtree. Unless given, the partitions
        are as they are: right for rules that read only the row itself.
    entity : str, optional
        The entity of the rows; the only one of the policy unless given.
    shared : mapping, optional
        Small tables that every worker gets whole, such as the regions in which distributed hospitals lie. Rules about them
        are not in the result, as no worker sees all that lies in a shared row.

    Returns
    -------
    pyspark.sql.DataFrame
        With the columns of :data:`SCHEMA`.
    """
    names = [known.name for known in policy.entities()]
    if entity is None:
        if len(names) != 1:
            raise ValueError(f"the policy has several entities; say of which the rows are: {', '.join(names)}")
        entity = names[0]
    if by is not None:
        frame = frame.repartition(*([by] if isinstance(by, str) else by))
    return frame.mapInArrow(_judge(policy, entity, as_of, dict(shared or {}), reading, inputs), SCHEMA)


def _judge(
    policy: Policy,
    entity: str,
    as_of: str | datetime.date,
    shared: dict[str, object],
    reading: str | None,
    inputs: Mapping[str, object] | None,
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What a worker does with a partition."""

    def judge(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        given = list(batches)
        if not given:
            return
        facts = {**shared, entity: pyarrow.Table.from_batches(given)}
        report = policy.evaluate(facts, as_of=as_of, reading=reading, inputs=inputs)
        columns = set(given[0].schema.names)
        ids = None
        for head in ("id", "编码"):
            if head in columns:
                ids = {str(one) for batch in given for one in batch.column(head).to_pylist()}
        table = report.to_arrow(numbers="text")
        if shared and ids is not None:
            import pyarrow.compute

            table = table.filter(pyarrow.compute.is_in(table["subject"], pyarrow.array(sorted(ids))))
        plain = [
            pyarrow.field(field.name, pyarrow.string() if pyarrow.types.is_dictionary(field.type) else field.type)
            for field in table.schema
        ]
        yield from table.cast(pyarrow.schema(plain)).to_batches()

    return judge
