"""The colours of a theme by role, and how each shown state looks; read from resources/themes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPalette, QPen, QTransform

from agentpanel.domain.snapshot import Shown
from agentpanel.resources import resource


class Pattern(Enum):
    """What tells two states of one colour apart."""

    SOLID = "solid"
    # diagonal stripes of fill and stripe
    STRIPED = "striped"
    # the same, drawn ever further along
    MOVING = "moving"
    # the edge is a broken line
    DASHED = "dashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A shown state as it is drawn: colour, pattern, and a shape for those who do not see colours."""

    fill: QColor
    text: QColor
    edge: QColor
    stripe: QColor
    pattern: Pattern
    shape: str  # the icon "state-" + shape

    def brush(self, width: float, phase: float = 0.0) -> QBrush:
        """For the fill. Stripes are `width` pixels wide; `phase` 0 to 1 moves them on by one pair."""
        if self.pattern not in (Pattern.STRIPED, Pattern.MOVING):
            return QBrush(self.fill)
        across = QLinearGradient(QPointF(0, 0), QPointF(width, width))
        across.setSpread(QLinearGradient.Spread.RepeatSpread)
        for at, colour in (
            (0.0, self.fill),
            (0.48, self.fill),
            (0.52, self.stripe),
            (0.98, self.stripe),
            (1, self.fill),
        ):
            across.setColorAt(at, colour)
        brush = QBrush(across)
        brush.setTransform(QTransform.fromTranslate(2 * width * phase, 0))
        return brush

    def pen(self, width: float) -> QPen:
        """For the edge, `width` pixels wide."""
        pen = QPen(self.edge, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if self.pattern is Pattern.DASHED:
            pen.setDashPattern([3, 2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """A theme."""

    dark: bool
    roles: Mapping[str, QColor]
    looks: Mapping[Shown, Look]

    def palette(self) -> QPalette:
        """For Qt's own widgets."""
        palette = QPalette(self.roles["button"], self.roles["window"])
        for role, name in _QT_ROLES.items():
            palette.setColor(role, self.roles[name])
        for role in _TEXTS:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.roles["disabled_text"])
        return palette


_TEXTS: Final = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
_QT_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "window_text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "alternate_base",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "button_text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "highlight",
    QPalette.ColorRole.Accent: "highlight",
    QPalette.ColorRole.HighlightedText: "highlighted_text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "tooltip_text",
}


def read_colours(name: str) -> Colours:
    """The theme `light` or `dark`."""
    table, shapes = _table(name), _table("shapes")["states"]
    return Colours(
        dark=name == "dark",
        roles={role: QColor(value) for role, value in table["roles"].items()},
        looks={shown: _look(table["states"][shown.value] | shapes[shown.value]) for shown in Shown},
    )


def _look(entry: dict[str, str]) -> Look:
    fill = QColor(entry["fill"])
    return Look(
        fill=fill,
        text=QColor(entry["text"]),
        edge=QColor(entry["edge"]),
        stripe=QColor(entry.get("stripe", fill)),
        pattern=Pattern(entry["pattern"]),
        shape=entry["shape"],
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
