"""A million calls: Recent opens and follows each key as fast as the bare query with its rows drawn, in a few MB.

The floor asks SQLite for 200 rows, makes a plain list of them and paints those in sight. The panel is compared with it
by what a person waits for: it asks for fewer rows first, enough for a tall window, and has painted those in sight. The
others of the 200 follow; in whose time the panel has as many as the floor is measured and limited as well. Panel and
floor take turns, and the medians of all turns count.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from agentpanel.gui.widgets.recent_head import PAUSE_MS
from agentpanel.journal.sqlite import SqliteJournal
from agentpanel.output import json_line
from tests.bench.million_panel import answer_of
from tests.bench.million_rows import ROWS, fill, index

#: The panel may take so many times as long as its floor, and so many megabytes more than with an empty journal.
_MOST_RATIO: Final = 1.5
#: Milliseconds that the rows out of sight may take besides: three frames.
_MOST_LATER_MS: Final = 50.0
_MOST_MB: Final = 20.0


async def bench(_app: QApplication, folder: Path) -> bool:
    """Make the journals, then measure panels on them, each in a process of its own."""
    full, none = folder / "full", folder / "empty"
    for each in (full, none):
        each.mkdir()
        journal = await SqliteJournal.open(each / "journal.sqlite")
        await journal.close(60)
    await asyncio.to_thread(_make, full / "journal.sqlite")
    rows = await _panel("compare", full)
    quick = _judge_times(rows)
    heavy, light = [await _panel("weigh", each) for each in (full, none)]
    grown = heavy["rss_mb"] - light["rss_mb"]
    json_line({"bench": "million rows", "panel": heavy, "empty": light, "grown_mb": round(grown, 1)})
    return quick and bool(grown <= _MOST_MB)


def _make(journal: Path) -> None:
    fill(journal)
    seconds, slices = index(journal)
    slices.sort()
    json_line(
        {
            "bench": "million rows",
            "indexed_s": round(seconds, 1),
            "rows_per_s": round(ROWS / seconds),
            "slice_p50_ms": round(slices[len(slices) // 2] * 1000, 1),
            "slice_p99_ms": round(slices[len(slices) * 99 // 100] * 1000, 1),
            "file_mb": round(journal.stat().st_size / 1e6),
        }
    )


async def _panel(what: str, folder: Path) -> Any:
    command = [sys.executable, "-m", "tests.bench.million_panel", what, str(folder)]
    done = await asyncio.to_thread(subprocess.run, command, stdout=subprocess.PIPE, text=True, check=True)
    return answer_of(done.stdout)


def _judge_times(rows: Sequence[dict[str, Any]]) -> bool:
    """Print each deed's medians and whether all keep to the limits; the pause in typing stands apart."""
    judged = [_judge_time(row) for row in rows]
    ratios, whole, later = zip(*judged, strict=True)
    found = {
        "median_ratio": median(ratios),
        "worst_ratio": max(ratios),
        "allowed": _MOST_RATIO,
        "median_whole_ratio": median(whole),
        "rest_later_ms": max(0.0, *later),
        "allowed_later_ms": _MOST_LATER_MS,
    }
    rounded = {name: round(each, 2) for name, each in found.items()}
    json_line({"bench": "million rows", **rounded, "pause_in_typing_ms": PAUSE_MS})
    return bool(max(ratios) <= _MOST_RATIO and max(later) <= _MOST_LATER_MS)


def _judge_time(row: dict[str, Any]) -> tuple[float, float, float]:
    """The ratios until the rows in sight are painted, and until all are held; and how many ms the latter is over."""
    ours, whole, floor = (median(row[name]) for name in ("panel_ms", "whole_ms", "floor_ms"))
    deed = {"typed": row["typed"]} if row["typed"] else {"opened": "Recent"}
    spread = {name: [round(each, 2) for each in _spread(row[name])] for name in ("panel_ms", "floor_ms")}
    json_line({"bench": "million rows", **deed, "ratio": round(ours / floor, 2), **spread, "whole_ms": round(whole, 2)})
    return ours / floor, whole / floor, whole - floor * _MOST_RATIO


def _spread(taken: Sequence[float]) -> list[float]:
    """Fastest, first quartile, median, third quartile, slowest."""
    return [min(taken), *quantiles(taken), max(taken)]
