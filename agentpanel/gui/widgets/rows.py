"""Rows that change what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QBoxLayout, QWidget


def fill_row(row: QBoxLayout, widgets: Sequence[QWidget | None]) -> None:
    """Put these into the row in place of what it has; None takes the room that is left."""
    while row.takeAt(0) is not None:
        pass
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)


def chain_tabs(widgets: Iterable[QWidget]) -> None:
    """Tab goes through them in this order."""
    before: QWidget | None = None
    for widget in widgets:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget
