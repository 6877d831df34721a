"""The verdicts of millions of rows, as columns."""

from __future__ import annotations

from . import _dabiao

# As `typing` has it, which takes long to import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Columns"]


class Columns:
    """The verdicts of every row: for each entity a table of ids with a column of words for each rule about it.

    It is made by :meth:`Policy.columns`. A row that is no subject of a rule has a null. The rows are in the order in which they
    were given (of a unit with several dated rows: of the first). Where the policy judges a single entity, its table is handed
    to other libraries through ``__arrow_c_stream__``.
    """

    def __init__(self, native: _dabiao.Columns) -> None:
        self._native = native

    @property
    def entities(self) -> list[str]:
        """The entities that are judged."""
        return self._native.entities

    def counts(self) -> dict[str, dict[str, int]]:
        """For each rule how many subjects have each verdict."""
        return self._native.counts()

    def to_arrow(self, entity: str | None = None) -> Any:
        """The table of an entity, of pyarrow; the entity may be left out where there is one."""
        import pyarrow

        return pyarrow.table(_Of(self, entity))

    def to_polars(self, entity: str | None = None) -> Any:
        """The table of an entity, of polars; the entity may be left out where there is one."""
        import polars

        return polars.DataFrame(_Of(self, entity))

    def to_pandas(self, entity: str | None = None) -> Any:
        """The table of an entity, of pandas, through pyarrow; the entity may be left out where there is one."""
        return self.to_arrow(entity).to_pandas()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table of the only entity for any library that takes streams of Arrow."""
        return self._stream(None)

    def __len__(self) -> int:
        return sum(self._native.rows(entity) for entity in self.entities)

    def __repr__(self) -> str:
        return f"<dabiao.Columns: {len(self)} rows of {', '.join(self.entities)}>"

    def _stream(self, entity: str | None) -> object:
        if entity is None:
            if len(self.entities) != 1:
                raise ValueError(f"several entities are judged; say which: {', '.join(self.entities)}")
            entity = self.entities[0]
        return self._native.stream(entity)


class _Of:
    """The stream of one entity."""

    def __init__(self, columns: Columns, entity: str | None) -> None:
        self._columns = columns
        self._entity = entity

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._columns._stream(self._entity)
