"""Chips that can be checked, in columns of one width whatever they are called."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from agentpanel.gui.theme import em
from agentpanel.gui.widgets.button import CHIP_EM, PanelButton


def chip_grid(widget: QWidget, chips: Iterable[PanelButton], columns: int) -> QGridLayout:
    """Row by row; ``widget`` has the font that the spacing goes by."""
    grid = QGridLayout()
    grid.setSpacing(em(widget, 0.25))
    for place, chip in enumerate(chips):
        chip.height_em = CHIP_EM
        chip.shrinks = True
        chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        chip.setCheckable(True)
        grid.addWidget(chip, place // columns, place % columns)
    return grid
