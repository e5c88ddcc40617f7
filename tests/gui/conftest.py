"""What most tests of the window begin with: a light theme, and habits of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings

from agentpanel.gui.theme import Mode, Theme
from tests.helpers.snapshots import RULES
from tests.helpers.window import Desk, open_window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette = qapp.palette()
    yield Theme(qapp, Mode.LIGHT)
    qapp.setPalette(palette)


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    """Where a window keeps its place."""
    return QSettings(str(tmp_path / "habits.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, memory: QSettings) -> Desk:
    """A window of the usual size on the usual site."""
    return open_window(qtbot, theme, memory, RULES)
