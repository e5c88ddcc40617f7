"""A call's moments as a line to look at: a dot for each, and the time between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentpanel.gui.i18n import Retranslated, fill, short_clock
from agentpanel.gui.theme import Theme, em
from agentpanel.gui.widgets.card import small_bold, smaller

#: Of the width that is shared, what the shortest stretch has at least, for its words.
_LEAST_SHARE: Final = 0.55
#: The same where words would be cut off: in the end the dots stand evenly.
_MORE_SHARES: Final = (0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Milestone:
    """What happened, and when (aware)."""

    name: str
    at: datetime


class TimeLine(Retranslated, QWidget):
    """At most four moments in the order in which they were; a screen reader is told the same in a sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._stones: tuple[Milestone, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.retranslate()

    def show_milestones(self, stones: Sequence[Milestone]) -> None:
        """These, sorted by time; without any there is nothing to see."""
        self._stones = tuple(sorted(stones, key=lambda stone: stone.at))
        self.setVisible(bool(self._stones))
        self.retranslate()
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """The whole line as a sentence."""
        told = []
        for before, stone in zip((None, *self._stones), self._stones, strict=False):
            moment = f"{stone.at.astimezone():%H:%M:%S}"
            if before is None:
                told.append(fill(self.tr("{name} at {time}"), name=stone.name, time=moment))
            else:
                passed = seconds_words((stone.at - before.at).total_seconds())
                sentence = self.tr("{passed} later: {name} at {time}")
                told.append(fill(sentence, passed=passed, name=stone.name, time=moment))
        return "; ".join(told)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Course of the call"))
        self.setAccessibleDescription(self.words)
        self.setToolTip(self.words)

    def sizeHint(self) -> QSize:
        small = QFontMetrics(smaller(self.font())).height()
        return QSize(em(self, 18), 4 * small + em(self, 1.1))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 12), self.sizeHint().height())

    # -- its looks ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stones:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        places = self._places()
        self._paint_line(painter, places)
        for at, stone in enumerate(self._stones):
            self._paint_words(painter, places, at, stone)
        painter.end()

    def _places(self) -> list[float]:
        """By the time between the dots, as far as the words below them have room."""
        places: list[float] = []
        for share in (_LEAST_SHARE, *_MORE_SHARES):
            found = places_of(self._gaps(), self._left(), self.width() - self._right(), share)
            places = [self._seen(x) for x in found]
            if all(self._room(places, at) >= self._words_width(stone) for at, stone in enumerate(self._stones)):
                break
        return places

    def _room(self, places: Sequence[float], at: int) -> int:
        """How wide the words below this dot may be."""
        x = places[at]
        near = [abs(x - other) for other in (*places[:at][-1:], *places[at + 1 : at + 2])]
        edge = 2 * min(x, self.width() - x)
        return int(min([*near, max(edge, self._time_width())]))

    def _words_width(self, stone: Milestone) -> int:
        """Of the longest word: a name may take two lines."""
        metrics = QFontMetrics(smaller(self.font()))
        return max(map(metrics.horizontalAdvance, stone.name.split() or [""]))

    def _gaps(self) -> list[float]:
        return [(after.at - before.at).total_seconds() for before, after in pairwise(self._stones)]

    def _left(self) -> float:
        """Room for half of the words below the first dot."""
        return self._half(self._stones[0])

    def _right(self) -> float:
        return self._half(self._stones[-1]) if len(self._stones) > 1 else 0.0

    def _half(self, stone: Milestone) -> float:
        name = QFontMetrics(small_bold(self.font())).horizontalAdvance(stone.name)
        most = self.width() / (2 * max(2, len(self._stones)))
        return min(max(name, self._time_width()) / 2 + 2, most)

    def _time_width(self) -> int:
        return QFontMetrics(smaller(self.font())).horizontalAdvance("00:00:00")

    def _seen(self, x: float) -> float:
        return self.width() - x if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x

    def _line_at(self) -> float:
        return QFontMetrics(smaller(self.font())).height() + em(self, 0.5)

    def _paint_line(self, painter: QPainter, places: Sequence[float]) -> None:
        y, muted = self._line_at(), self._theme.colour("muted")
        painter.setPen(QPen(muted, 2))
        painter.drawLine(QPointF(places[0], y), QPointF(places[-1], y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("highlight"))
        dot = em(self, 0.28)
        for x in places:
            painter.drawEllipse(QPointF(x, y), dot, dot)
        painter.setPen(muted)
        painter.setFont(smaller(self.font()))
        for (one, other), gap in zip(pairwise(places), self._gaps(), strict=True):
            area = QRectF(min(one, other), 0, abs(other - one), y - em(self, 0.35))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, seconds_words(gap))

    def _paint_words(self, painter: QPainter, places: Sequence[float], at: int, stone: Milestone) -> None:
        """Below its dot: what it was, on two lines where it must be, and when."""
        x, wide = places[at], self._room(places, at)
        top, line = self._line_at() + em(self, 0.5), QFontMetrics(smaller(self.font())).height()
        left = min(max(0, round(x - wide / 2)), self.width() - wide)
        painter.setPen(self._theme.colour("window_text"))
        painter.setFont(smaller(self.font()))
        time = QRect(left, round(top), wide, line)
        painter.drawText(
            time, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, f"{stone.at.astimezone():%H:%M:%S}"
        )
        painter.setPen(self._theme.colour("muted"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(left, round(top) + line, wide, 2 * line), flags, stone.name)


def places_of(gaps: Sequence[float], left: float, right: float, share: float = _LEAST_SHARE) -> list[float]:
    """Where the dots stand: this share of the room is dealt out evenly, and the rest by time."""
    if not gaps:
        return [left]
    whole, total = right - left, sum(gaps)
    least = whole * share / len(gaps)
    rest = whole - least * len(gaps)
    places = [left]
    for gap in gaps:
        places.append(places[-1] + least + (rest * gap / total if total else rest / len(gaps)))
    return places


def seconds_words(seconds: float) -> str:
    """3.4 s, 42 s, 02:31 min, 1:02:31 h."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{short_clock(seconds)} {'min' if seconds < 3600 else 'h'}"
