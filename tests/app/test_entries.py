"""Logging in where nobody typed it: the settings' entries, and passwords that cannot be used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agentpanel import control_client
from agentpanel.domain.intents import Complete, EndCall, GoAvailable, LogIn, TakeBreak
from agentpanel.domain.snapshot import Login, Shown
from agentpanel.domain.state import Seat
from agentpanel.gui.windows.main_window import MainWindow
from agentpanel.protocol.messages import AgentLogin, UserAuthenticate
from agentpanel.settings.secrets import ENVIRONMENT_KEY
from tests.features import desk as features_desk
from tests.features.desk import PanelDesk, panel_desk, settings_for
from tests.features.hands import shown_rows
from tests.helpers.until import until

UNFIT = "The password in AGENTPANEL_PASSWORD must not contain % (none of "


@pytest.fixture
def login_settings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`login_settings(auto=True)`: what the [login] of the next desk says otherwise."""

    def change(**entries: Any) -> None:
        def changed(*args: Any) -> Any:
            known = settings_for(*args)
            return replace(known, login=replace(known.login, **entries))

        monkeypatch.setattr(features_desk, "settings_for", changed)

    return change


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that the window showed outside the desk's own."""
    heard: list[str] = []
    show = MainWindow.show_message

    def listen(self: MainWindow, sentence: str) -> None:
        heard.append(sentence)
        show(self, sentence)

    monkeypatch.setattr(MainWindow, "show_message", listen)
    return heard


async def ask(verb: str, wait: float | None = None, **args: Any) -> dict[str, Any]:
    request = {"verb": verb, "args": args, "wait": wait}
    return await asyncio.to_thread(control_client.call, "test", request, 20.0)


def sent(desk: PanelDesk) -> list[str | None]:
    """What went out of the login."""
    names = {AgentLogin.META.name, UserAuthenticate.META.name}
    return [line.name for line in desk.parts.wirelog.after(0) if line.outgoing and line.name in names]


async def logged_out(desk: PanelDesk) -> None:
    await until(lambda: desk.now.shown.value is Shown.LOGGED_OUT)


# --- passwords that cannot travel


async def test_a_program_is_told_of_a_password_that_cannot_travel(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, "50%")
    async with panel_desk(qapp, tmp_path) as desk:
        await logged_out(desk)
        for wait in (None, 5.0):
            answer = await ask("login", wait=wait)
            assert answer["ok"] is False
            assert answer["error"].startswith(UNFIT)
        assert desk.now.shown.value is Shown.LOGGED_OUT
        assert sent(desk) == []


async def test_a_login_at_start_shows_a_password_that_cannot_travel_and_stays_out(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    login_settings: Callable[..., None],
    told: list[str],
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, "50%")
    login_settings(auto=True)
    async with panel_desk(qapp, tmp_path) as desk:
        await until(lambda: told)
        await logged_out(desk)
        assert told[0].startswith(UNFIT)
        assert sent(desk) == []


async def test_the_form_shows_a_password_that_cannot_travel_and_offers_none(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, "50%")
    async with panel_desk(qapp, tmp_path) as desk:
        dialog: Any = await desk.on_tick(desk.panel.open_login)
        await until(dialog.form.message.text)
        assert dialog.form.message.isVisible()
        assert dialog.form.message.text().startswith(UNFIT)
        assert dialog.form.password.text() == ""


async def test_an_unfit_password_of_somebody_else_is_not_shown(
    qapp: QApplication, tmp_path: Path, memory_keyring: Any
) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        host, port = desk.parts.session.address
        memory_keyring.passwords[f"agentpanel {host}:{port} default", "1001"] = "50%"
        memory_keyring.passwords[f"agentpanel {host}:{port} default", "1002"] = "fit"
        dialog: Any = await desk.on_tick(desk.panel.open_login)

        def another() -> None:
            dialog.form.rows["agent"].put("1002")
            dialog.password_wanted.emit(f"{host}:{port}", None, "1002")

        await desk.on_tick(another)
        await until(lambda: dialog.form.password.text() == "fit")
        assert dialog.form.message.text() == ""


async def test_a_login_at_start_and_by_a_program_go_on_without_a_keyring(
    qapp: QApplication, tmp_path: Path, login_settings: Callable[..., None]
) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    login_settings(auto=True)
    async with panel_desk(qapp, tmp_path) as desk:
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        assert await ask("logout", wait=5) == {"ok": True}
        assert await ask("login", wait=5) == {"ok": True}
        assert sent(desk) == [AgentLogin.META.name] * 2


async def test_a_password_that_can_travel_goes_first(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, "s3cret")
    async with panel_desk(qapp, tmp_path) as desk:
        await logged_out(desk)
        assert await ask("login", wait=5) == {"ok": True}
        assert sent(desk) == [UserAuthenticate.META.name, AgentLogin.META.name]


# --- entries of a program


@pytest.mark.parametrize("entry", ["campaign", "agent", "extension"])
async def test_an_empty_entry_of_a_program_is_missing(
    qapp: QApplication, tmp_path: Path, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody needs a password for what is refused anyhow.
    monkeypatch.setenv(ENVIRONMENT_KEY, "50%")
    async with panel_desk(qapp, tmp_path) as desk:
        await logged_out(desk)
        empty: dict[str, Any] = {entry: ""}
        assert await ask("login", **empty) == {"ok": False, "error": f"The {entry} is missing."}
        assert desk.now.seat.value is Seat.OUT


async def test_what_a_program_gives_wins_over_the_settings(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await logged_out(desk)
        assert await ask("login", wait=5, campaign="Service") == {"ok": True}
        assert desk.now.login == Login(campaign="Service", agent="1001", extension="2001")
        assert await ask("login", campaign="") == {"ok": False, "error": "You are logged in already."}


async def test_what_the_settings_ask_of_the_dialer_goes_with_a_typed_login(
    qapp: QApplication, tmp_path: Path, login_settings: Callable[..., None]
) -> None:
    login_settings(auto_accept=True, record=True)
    async with panel_desk(qapp, tmp_path) as desk:
        dialog: Any = await desk.on_tick(desk.panel.open_login)
        await desk.on_tick(dialog.form.log_in.click)
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        asked = Login(campaign="Sales", agent="1001", extension="2001", auto_accept=True, record=True)
        assert desk.now.login == asked
        assert await ask("logout", wait=5) == {"ok": True}
        assert await ask("login", wait=5) == {"ok": True}
        assert desk.now.login == asked


# --- rows before the first login


async def worked(desk: PanelDesk) -> None:
    """One call, and out again."""
    session = desk.parts.session
    assert session.ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001"))) is None
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)
    session.ask(GoAvailable())
    await until(lambda: desk.now.shown.value is Shown.TALKING)
    session.ask(TakeBreak(1))
    session.ask(EndCall())
    await until(lambda: desk.now.shown.value is Shown.WRAP)
    session.ask(Complete(105))
    await until(lambda: desk.now.shown.value is Shown.NOT_READY)


async def test_the_settings_agent_s_rows_are_there_before_the_login(
    qapp: QApplication, tmp_path: Path, login_settings: Callable[..., None]
) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        await worked(desk)
    async with panel_desk(qapp, tmp_path) as desk:
        await logged_out(desk)
        assert [row["outcome"] for row in (await ask("recent"))["rows"]] == [105]
        await until(lambda: len(shown_rows(desk.panel.window.recent)) == 1)
    login_settings(agent="1002")
    async with panel_desk(qapp, tmp_path) as desk:
        assert await ask("recent") == {"ok": True, "rows": []}
    login_settings(agent=None)
    async with panel_desk(qapp, tmp_path) as desk:
        assert await ask("recent") == {"ok": True, "rows": []}
        assert len(shown_rows(desk.panel.window.recent)) == 0


# --- what is typed in the window while a program asks


async def test_a_program_s_verb_comes_after_what_was_typed(qapp: QApplication, tmp_path: Path) -> None:
    async with panel_desk(qapp, tmp_path) as desk:
        session = desk.parts.session
        assert session.ask(LogIn(Login(campaign="Sales", agent="1001", extension="2001"))) is None
        await until(lambda: desk.now.shown.value is Shown.NOT_READY)
        session.ask(GoAvailable())
        await until(lambda: desk.now.shown.value is Shown.TALKING)
        session.ask(TakeBreak(1))
        note = desk.panel.window.parts.outcome.note
        await until(note.isEnabled)
        await desk.on_tick(lambda: QTest.keyClicks(note, "typed"))
        assert await ask("end-call") == {"ok": True}
        assert desk.now.call is not None
        assert desk.now.call.note == "typed"
        await until(lambda: desk.now.shown.value is Shown.WRAP)
        await desk.on_tick(lambda: QTest.keyClicks(note, " on"))
        assert await ask("complete", wait=5, code=105) == {"ok": True}
        assert [(row.note, row.outcome) for row in await desk.rows()] == [("typed on", 105)]
