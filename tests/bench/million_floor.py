"""The floor: the bare SQL, and its rows drawn from a plain list."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from agentpanel.domain.records import Query
from agentpanel.journal import reads
from agentpanel.journal.find_text import FIELDS

_NO_INDEX: Final = QModelIndex()
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
#: What is drawn of a record, one column each.
_DRAWN: Final = [FIELDS.index(name) for name in ("started", "number", "agent", "outcome", "tag1", "campaign", "state")]


class PlainModel(QAbstractTableModel):
    """A list of tuples of text."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[tuple[str, ...]] = ()

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(_DRAWN)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        return self._rows[index.row()][index.column()] if role == _DISPLAY else None


class Floor:
    """Asks what the journal asks, with nothing around it, and draws what it gets as large as the panel's table."""

    def __init__(self, journal: Path, like: QTableView) -> None:
        self._connection = sqlite3.connect(journal, isolation_level=None)
        self._model = PlainModel()
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.verticalHeader().hide()
        self._view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
        self._view.resize(like.size())
        self._view.show()
        self._statements: dict[Query, list[str]] = {}

    def close(self) -> None:
        self._view.close()
        self._connection.close()

    def milliseconds(self, query: Query) -> float:
        """From the question to the painted rows."""
        statements = self._asked(query)
        begun = time.perf_counter()
        records: list[Any] = []
        for statement in statements:
            records += self._connection.execute(statement).fetchmany(query.limit - len(records))
        drawn = [
            tuple("" if record[at] is None else str(record[at]) for at in _DRAWN)
            for record in records
            if len(record) == len(FIELDS)
        ]
        self._model.show_rows(drawn)
        self._view.viewport().repaint()
        return (time.perf_counter() - begun) * 1000

    def _asked(self, query: Query) -> list[str]:
        """The journal's statements for this, as SQLite sees them."""
        if query not in self._statements:
            seen: list[str] = []
            self._connection.set_trace_callback(seen.append)
            reads.rows(self._connection, query)
            self._connection.set_trace_callback(None)
            # what FTS5 asks of its own tables is traced as a comment
            self._statements[query] = [each for each in seen if not each.startswith("--")]
        return self._statements[query]
