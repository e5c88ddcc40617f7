"""What becomes of a damaged journal is told in the window, and the panel works on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from agentpanel.domain.intents import LogIn
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.journal.copies import set_aside
from tests.features.desk import panel_desk
from tests.helpers.until import until


def spoil(folder: Path) -> Path:
    path = folder / "journal.sqlite"
    path.write_bytes(b"This was a journal once.\n" * 100)
    return path


async def test_a_damaged_journal_is_told_with_the_name_that_it_has_now(qapp: QApplication, tmp_path: Path) -> None:
    path = spoil(tmp_path)
    async with panel_desk(qapp, tmp_path) as desk:
        notice = desk.panel.window.parts.notice
        await until(lambda: "The journal was damaged (file is not a database)" in notice.text.text())
        (aside,) = set_aside(path)
        assert str(aside) in notice.text.text()
        assert desk.parts.session.ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001"))) is None
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        assert await desk.rows() == []


async def test_the_site_s_rules_reach_the_journal(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        assert desk.parts.journal._worker._rules is desk.parts.settings.rules.journal
