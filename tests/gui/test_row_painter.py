"""Rows that a table paints itself look as the style would have painted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QTableView

from agentpanel.gui.models.table import Cell, Column, TableModel
from agentpanel.gui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

_V = Qt.AlignmentFlag.AlignVCenter
TEXTS = ("Sale (12)", "+44 20 7946 0000", "", "a text that is much too long for its column", "ÄÖÜ брагин")


class Texts(TableModel[str]):
    """The same text in each column: left, centred, right, in italics, in red."""

    def __init__(self) -> None:
        cells = (Cell, Cell, Cell, lambda text: Cell(text, italic=True), lambda text: Cell(text, color=QColor("red")))
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight)
        super().__init__(
            [
                Column(key=str(at), title=lambda: "", cell=cell, sample=lambda: "a little text", alignment=side | _V)
                for at, (cell, side) in enumerate(zip(cells, (*sides, *sides[:1] * 2), strict=True))
            ]
        )
        self._rows = list(TEXTS)


class Styled(DataTable[str]):
    """Leaves all to the style."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        QTableView.paintEvent(self, event)


def picture(
    qtbot: QtBot, kind: Callable[[Texts], DataTable[str]], direction: Qt.LayoutDirection, current: int | None
) -> QImage:
    table = kind(Texts())
    qtbot.addWidget(table)
    table.setLayoutDirection(direction)
    table.resize(520, 200)
    table.show()
    qtbot.waitExposed(table)
    if current is not None:
        table.setCurrentIndex(table.model().index(current, 0))
    image = QImage(table.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    table.viewport().render(image, QPoint())
    return image


@pytest.mark.parametrize("current", [None, 1])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_row_looks_as_the_style_would_have_it(
    qtbot: QtBot, direction: Qt.LayoutDirection, current: int | None
) -> None:
    own, styles = (picture(qtbot, kind, direction, current) for kind in (DataTable[str], Styled))
    other = [(x, y) for x in range(own.width()) for y in range(own.height()) if own.pixel(x, y) != styles.pixel(x, y)]
    assert other == []
