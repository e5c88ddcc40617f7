"""The site's page or program for a call: opened once, at its moment, with values that stay values."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from agentpanel.domain.moments import Moment
from agentpanel.domain.parties import Preview
from agentpanel.domain.screen_pop import ScreenPop
from agentpanel.domain.state import Work
from agentpanel.gui.screen_pop import ScreenPops
from agentpanel.protocol.data import parse
from agentpanel.settings.secrets import ENVIRONMENT_KEY
from tests.helpers.browser import Browser, browser_for
from tests.helpers.snapshots import START, a_call, later, seated, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from agentpanel.domain.snapshot import Snapshot

CRM = "https://crm.example/?n={number}&d={data.Contact_ID}"
HOSTILE = (
    'a" onload="x',
    "it's",
    "two words",
    "one\r\ntwo",
    "50%",
    "%0d%0a",
    "&admin=1#x",
    "javascript:alert(1)",
    "../../etc",
    "//evil.example/",
    "naïve ☎",
    "$(touch /tmp/x)`id`|;",
    "%PATH%",
)


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:  # noqa: ARG001 -- the application must run
    with browser_for("https") as made:
        yield made


class Pops:
    """With what was told."""

    def __init__(self, pop: ScreenPop) -> None:
        self.pops = ScreenPops(pop)
        self.told: list[str] = []
        self.pops.failed.connect(self.told.append)

    def show(self, *snapshots: Snapshot) -> None:
        for each in snapshots:
            self.pops.show_snapshot(each)


def a_page(url: str = CRM, when: Moment = Moment.OFFERED) -> Pops:
    return Pops(ScreenPop(when=when, url=url))


def ringing(**changes: Any) -> Snapshot:
    return seated(Work.OFFERED, call=a_call(**changes))


def call(**changes: Any) -> list[Snapshot]:
    """From the first announcement to the next wait."""
    offered = a_call(**changes)
    connected = replace(offered, connected=later(8))
    ended = replace(connected, ended=later(60))
    return [
        seated(Work.READY),
        seated(Work.OFFERED, call=offered),
        seated(Work.TALKING, call=connected),
        seated(Work.TALKING, call=replace(connected, note="typed")),
        seated(Work.WRAP, call=ended),
        seated(Work.READY),
    ]


# -- pages


@pytest.mark.parametrize(("when", "at"), [(Moment.OFFERED, 1), (Moment.CONNECTED, 2), (Moment.ENDED, 4)])
def test_a_page_is_opened_once_at_its_moment(browser: Browser, when: Moment, at: int) -> None:
    pops, course = a_page(when=when), call()
    pops.show(*course[:at])
    assert browser.opened == []
    pops.show(course[at])
    address = "https://crm.example/?n=%2B442079460000&d=00001234"
    assert browser.opened == [address]
    pops.show(*course[at:])
    assert browser.opened == [address]
    pops.show(*call(key="run-2", number="1"))
    assert browser.opened == [address, "https://crm.example/?n=1&d=00001234"]
    assert pops.told == []


def test_a_record_to_look_at_opens_its_page_and_its_call_no_other(browser: Browser) -> None:
    record = a_call(number="5", preview=Preview(decides=True, began=START))
    pops = a_page()
    pops.show(seated(Work.PREVIEW, call=record), seated(Work.TALKING, call=replace(record, connected=later(9))))
    assert browser.opened == ["https://crm.example/?n=5&d=00001234"]


def test_a_call_that_goes_with_the_login_still_has_its_agent(browser: Browser) -> None:
    pops = a_page("https://crm.example/{agent}", Moment.ENDED)
    pops.show(seated(Work.TALKING, call=a_call(connected=later(1))), snapshot())
    assert browser.opened == ["https://crm.example/1001"]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_caller_sends_stays_a_value_of_the_page(browser: Browser, value: str) -> None:
    data = parse(json.dumps({"Contact_ID": value}))
    pops = a_page("https://crm.example/c/{queue}?n={number}&d={data.Contact_ID}&z=1")
    pops.show(ringing(number=value.replace("/", "-"), queue=value, data=data))
    (address,) = browser.opened
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.fragment, parts.path.count("/")) == ("https", "crm.example", "", 2)
    assert parse_qsl(parts.query, strict_parsing=True) == [("n", value.replace("/", "-")), ("d", value), ("z", "1")]


def test_a_value_that_steps_aside_opens_nothing_and_says_so(
    browser: Browser, expected_log: Callable[..., object]
) -> None:
    expected_log("would lead to another address", logger="agentpanel.screen_pop")
    pops = a_page("https://crm.example/c/{queue}/edit")
    pops.show(ringing(queue=".."))
    assert browser.opened == []
    assert pops.told == [
        "The page for this call could not be opened: a value of the call would lead to another address."
    ]


def test_a_system_that_opens_nothing_is_told_and_the_next_call_tried(
    qtbot: QtBot,  # noqa: ARG001 -- the application must run
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[..., object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried: list[QUrl] = []

    def refuse(url: QUrl) -> bool:
        tried.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    expected_log("nothing that opens it", logger="agentpanel.screen_pop")
    pops = a_page()
    pops.show(*call(), *call(key="run-2"))
    assert pops.told == ["The page for this call could not be opened: this computer has nothing that opens it."] * 2
    assert [url.isValid() for url in tried] == [True, True]
    assert "442079460000" not in caplog.text


# -- programs

SCRIPT = """
import json, os, sys
from pathlib import Path
print("not for the panel's readers")
print("nor this", file=sys.stderr)
out = Path(sys.argv[1])
part = out.with_suffix(".part")
part.write_text(json.dumps([sys.argv[2:], sorted(os.environ)]), encoding="ascii")
part.rename(out)
"""


@pytest.fixture
def script(tmp_path: Path) -> tuple[str, ...]:
    """A real program; it writes down what it was given."""
    file = tmp_path / "crm of ours.py"
    file.write_text(SCRIPT)
    return sys.executable, str(file), str(tmp_path / "given.json")


def given(qtbot: QtBot, script: tuple[str, ...]) -> Any:
    from pathlib import Path

    out = Path(script[2])
    qtbot.waitUntil(out.exists)
    return json.loads(out.read_text())


def test_a_program_gets_hostile_values_as_they_are(
    qtbot: QtBot, script: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    fields = {f"k{number}": value for number, value in enumerate(HOSTILE)}
    templates = tuple(f"{{data.{key}}}" for key in fields if not fields[key].startswith("/"))
    program = (*script, *templates, "n={number}", "--x={queue}", "{data.none}")
    pops = Pops(ScreenPop(when=Moment.OFFERED, program=program))
    pops.show(ringing(number="-1", queue="--rm", data=parse(json.dumps(fields))))
    arguments, _ = given(qtbot, script)
    assert arguments == [*(each for each in HOSTILE if not each.startswith("/")), "n=-1", "--x=--rm", ""]
    assert pops.told == []
    assert capfd.readouterr() == ("", "")


def test_a_program_is_not_given_the_password(
    qtbot: QtBot, script: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_KEY, "s3cret")
    monkeypatch.setenv("CRM_PLACE", "x")
    Pops(ScreenPop(when=Moment.CONNECTED, program=script)).show(*call())
    _, names = given(qtbot, script)
    assert "CRM_PLACE" in names
    assert ENVIRONMENT_KEY not in names


def test_a_value_like_an_option_starts_nothing(
    script: tuple[str, ...],
    qtbot: QtBot,  # noqa: ARG001 -- the application must run
    expected_log: Callable[..., object],
) -> None:
    expected_log("take for an option", logger="agentpanel.screen_pop")
    pops = Pops(ScreenPop(when=Moment.OFFERED, program=(*script, "{number}")))
    pops.show(ringing(number="--delete-all"))
    why = "a value of the call begins with -, which the program would take for an option"
    assert pops.told == [f"The program for this call could not be started: {why}."]


def test_a_program_that_is_not_there_is_told(
    tmp_path: Path,
    qtbot: QtBot,  # noqa: ARG001 -- the application must run
    expected_log: Callable[..., object],
) -> None:
    expected_log("is missing or may not be run", logger="agentpanel.screen_pop")
    missing = str(tmp_path / "crm {x}")
    pops = Pops(ScreenPop(when=Moment.OFFERED, program=(missing, "{number}")))
    pops.show(*call())
    assert pops.told == [f"The program for this call could not be started: {missing} is missing or may not be run."]
