from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agentpanel import __version__
from agentpanel.gui.actions import ACTIONS
from agentpanel.gui.theme import Mode, Theme
from agentpanel.gui.windows.about_dialog import AboutDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> AboutDialog:
    made = AboutDialog({"settings": "/etc/<b>x</b>.toml", "journal": "/var/j"}, Theme(qapp, Mode.LIGHT))
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    return made


def test_it_tells_what_runs_and_where_its_files_are(dialog: AboutDialog) -> None:
    dialog.copy.click()
    text = QGuiApplication.clipboard().text()
    for part in (__version__, platform.python_version(), qVersion(), "Settings: /etc/<b>x</b>.toml", "Journal: /var/j"):
        assert part in text
    assert "MIT" in dialog._about.text()


def test_it_lists_every_key(dialog: AboutDialog) -> None:
    for action in ACTIONS.values():
        assert f"{action.key}: {action.words.removesuffix('…')}" in dialog.text()
    assert "Alt+6: T6" in dialog.text()
    assert "Ctrl+N: Note and tags of a call of Recent" in dialog.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_closes_it(dialog: AboutDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog, key)
    assert not dialog.isVisible()


def test_it_is_deleted_when_it_is_closed(qapp: QApplication) -> None:
    assert AboutDialog({}, Theme(qapp, Mode.LIGHT)).testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
