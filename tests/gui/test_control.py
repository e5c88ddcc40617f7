"""The control channel: a real QLocalServer on the panel's loop, real clients beside it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from agentpanel.control_client import NoAnswerError, NotRunningError, call, is_running
from agentpanel.gui.control import MAX_LINE, ControlServer, refusal
from agentpanel.instance import AlreadyRunningError, NoPlaceError, sockets
from agentpanel.verbs import Request
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentpanel.gui.control import Reply

pytestmark = pytest.mark.usefixtures("qapp")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a socket file; Windows has a pipe")

STATUS = {"verb": "status"}


class Panel:
    """Keeps what it is asked; answers at once with the request's arguments unless told to wait."""

    def __init__(self, instance: str = "default") -> None:
        self.asked: list[Request] = []
        self.replies: list[Reply] = []
        self.waits = False
        self.more: dict[str, Any] = {}
        self.server = ControlServer(instance, self.handle)

    def handle(self, request: Request, reply: Reply) -> None:
        self.asked.append(request)
        self.replies.append(reply)
        if not self.waits:
            reply({"ok": True, "verb": request.verb, **request.args, **self.more})


@pytest.fixture
def panel() -> Iterator[Panel]:
    made = Panel()
    yield made
    made.server.close()


async def ask(request: dict[str, Any], *, instance: str = "default", timeout: float = 5.0) -> dict[str, Any]:
    return await asyncio.to_thread(call, instance, request, timeout)


class Line:
    """A client that writes what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, panel: Panel) -> Line:
        return cls(*await asyncio.open_unix_connection(panel.server.address, limit=200_000))

    async def answer(self) -> Any:
        return json.loads(await self.reader.readline())

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


async def test_a_request_is_answered(panel: Panel) -> None:
    answer = await ask({"verb": "tag", "args": {"number": 2, "text": "größer 電話"}, "wait": 1.5})
    assert answer == {"ok": True, "verb": "tag", "number": 2, "text": "größer 電話"}
    assert panel.asked == [Request(verb="tag", args={"number": 2, "text": "größer 電話"}, wait=1.5)]


async def test_a_program_finds_the_panel_by_its_name() -> None:
    panels = [Panel("left"), Panel("right")]
    await ask(STATUS, instance="right")
    assert [len(panel.asked) for panel in panels] == [0, 1]
    for panel in panels:
        panel.server.close()


async def test_half_a_surrogate_pair_travels_both_ways(panel: Panel) -> None:
    answer = await ask({"verb": "break", "args": {"reason": "\udcff"}})
    assert answer["reason"] == "\udcff"
    assert panel.asked[0].args == {"reason": "\udcff"}


async def test_an_answer_may_come_late(panel: Panel) -> None:
    panel.waits = True
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(ask(STATUS))
        await until(lambda: panel.replies)
        panel.replies[0]({"ok": False, "error": "The dialer refused it."})
        panel.replies[0]({"ok": True})
    assert asking.result() == {"ok": False, "error": "The dialer refused it."}


async def test_patience_ends(panel: Panel) -> None:
    panel.waits = True
    with pytest.raises(NoAnswerError, match=r"not answered within 0\.05 s"):
        await ask(STATUS, timeout=0.05)
    await until(lambda: panel.replies)
    panel.replies[0]({"ok": True})
    panel.waits = False
    assert (await ask(STATUS))["ok"] is True, "the answer that nobody waits for did no harm"


async def test_no_panel_runs() -> None:
    with pytest.raises(NotRunningError, match="No panel named other runs here; start one with: agentpanel run"):
        await ask(STATUS, instance="other")


async def test_a_panel_that_closes_leaves_nothing(panel: Panel) -> None:
    panel.waits = True

    async def close() -> None:
        await until(lambda: panel.asked)
        panel.server.close()

    answer, _ = await asyncio.gather(ask(STATUS), close(), return_exceptions=True)
    assert str(answer) == "The panel closed before it answered."
    assert not is_running("default")
    Panel().server.close()


async def test_an_answer_given_just_before_the_close_arrives(panel: Panel) -> None:
    panel.waits = True
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(ask({"verb": "quit"}))
        await until(lambda: panel.replies)
        panel.replies[0]({"ok": True})
        panel.server.close()
    assert asking.result() == {"ok": True}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"", "not a line of JSON"),
        (b"GET / HTTP/1.1", "not a line of JSON"),
        (b'{"verb": "status"', "not a line of JSON"),
        (b'"\xff"', "not a line of JSON"),
        (b"[" * 20_000, "not a line of JSON"),
        (b'["status"]', "not a JSON object"),
        (b"{}", "There is no verb in the request; the verbs are status, recent"),
        (b'{"verb": "dance"}', "There is no verb dance; the verbs are status, recent"),
        (b'{"verb": ["status"]}', "There is no verb in the request"),
        (b'{"verb": "status", "id": 1}', "has id; it may have verb, args and wait"),
        (b'{"verb": "status", "args": []}', "args are not a JSON object"),
        (b'{"verb": "status", "args": {"deep": 1}}', "status has no argument deep"),
        (b'{"verb": "tag", "args": {"number": 1}}', "tag needs the argument text"),
        (b'{"verb": "tag", "args": {"number": "1", "text": ""}}', "number of tag must be a whole number"),
        (b'{"verb": "tag", "args": {"number": true, "text": ""}}', "number of tag must be a whole number"),
        (b'{"verb": "complete", "args": {"code": 1.0}}', "code of complete must be a whole number"),
        (b'{"verb": "break", "args": {"reason": 1}}', "reason of break must be a text"),
        (b'{"verb": "quit", "args": {"force": 1}}', "force of quit must be true or false"),
        (b'{"verb": "transfr"}', "There is no verb transfr, the nearest is transfer; the verbs are"),
        (b'{"verb": "transfer", "args": {"target": "1", "blnd": true}}', "no argument blnd, the nearest is blind"),
        (b'{"verb": "transfer", "args": {"target": "1", "to": "que"}}', "agent, extension, external or queue, the nea"),
        (b'{"verb": "transfer", "args": {"target": "1", "blind": true, "conference": true}}', "exclude each other"),
        (b'{"verb": "mute", "args": {}}', "mute needs the argument on"),
        (b'{"verb": "mute", "args": {"on": "on"}}', "on of mute must be true or false"),
        (b'{"verb": "play", "args": {"stop": false}}', "Of the arguments of play, one of name and stop is needed."),
        (b'{"verb": "callback", "args": {"when": "soon"}}', "when of callback must be a time such as 2026-05-04T14:30"),
        (b'{"verb": "decline", "args": {"code": null}}', "code of decline must be a whole number"),
        (b'{"verb": "recent", "args": {"limit": 0}}', "limit of recent must be a whole number from 1 to"),
        (b'{"verb": "status", "wait": -1}', "wait must be a number of seconds from 0"),
        (b'{"verb": "status", "wait": NaN}', "wait must be a number of seconds from 0"),
        (b'{"verb": "status", "wait": 1' + b"0" * 400 + b"}", "wait must be a number of seconds from 0"),
        (b'{"verb": "status", "wait": true}', "wait must be a number of seconds from 0"),
    ],
)
@posix
async def test_garbage_is_refused_with_a_reason(panel: Panel, line: bytes, error: str) -> None:
    client = await Line.open(panel)
    client.writer.write(line + b"\n" + b'{"verb": "status"}\n')
    refused = await client.answer()
    assert refused["ok"] is False
    assert error in refused["error"]
    assert await client.answer() == {"ok": True, "verb": "status"}, "the next line is taken all the same"
    await client.close()


@posix
async def test_a_line_without_end_is_cut_off(panel: Panel) -> None:
    client = await Line.open(panel)
    client.writer.write(b"x" * (MAX_LINE + 1))
    assert "at most 65536 bytes" in (await client.answer())["error"]
    assert await client.reader.read() == b""
    await client.close()


async def test_the_reason_is_told_to_who_sends_too_much(panel: Panel) -> None:
    answer = await ask({"verb": "complete", "args": {"code": 1, "note": "x" * 1_000_000}})
    assert answer == refusal("A request has at most 65536 bytes.")
    assert panel.asked == []


@posix
async def test_a_line_may_come_in_pieces(panel: Panel) -> None:
    client = await Line.open(panel)
    for byte in b'{"verb":"show"}\r\n':
        client.writer.write(bytes([byte]))
        await client.writer.drain()
    assert await client.answer() == {"ok": True, "verb": "show"}
    await client.close()


@posix
async def test_requests_of_one_client_are_taken_in_turn(panel: Panel) -> None:
    panel.waits = True
    client = await Line.open(panel)
    client.writer.write(b'{"verb": "available"}\n{"verb": "status"}\n')
    await until(lambda: panel.replies)
    other = await Line.open(panel)
    other.writer.write(b'{"verb": "show"}\n')
    await until(lambda: len(panel.asked) == 2)
    assert [request.verb for request in panel.asked] == ["available", "show"], "another client need not wait"
    panel.replies[0]({"n": 1})
    await until(lambda: len(panel.asked) == 3)
    panel.replies[0]({"n": "late"})
    panel.replies[2]({"n": 2})
    assert [await client.answer(), await client.answer()] == [{"n": 1}, {"n": 2}]
    await client.close()
    await other.close()


@posix
async def test_many_lines_at_once_leave_the_loop_free(panel: Panel) -> None:
    client = await Line.open(panel)
    client.writer.write(b"\n" * 5000)
    other = await Line.open(panel)
    other.writer.write(b'{"verb": "show"}\n')
    assert await other.answer() == {"ok": True, "verb": "show"}
    for _ in range(5000):
        assert (await client.answer())["ok"] is False
    await client.close()
    await other.close()


@posix
async def test_who_does_not_read_is_not_read(panel: Panel) -> None:
    panel.more = {"much": "x" * 100_000}
    client = await Line.open(panel)
    client.writer.write(b'{"verb": "status"}\n' * 50)
    other = await Line.open(panel)
    for _ in range(100):
        other.writer.write(b"{}\n")
        await other.answer()
    assert len(panel.asked) < 20, "its answers would pile up in the panel"
    for _ in range(50):
        assert (await client.answer())["much"]
    await client.close()
    await other.close()


@posix
async def test_a_client_that_leaves_early_does_no_harm(panel: Panel) -> None:
    panel.waits = True
    client = await Line.open(panel)
    client.writer.write(b'{"verb": "status"}\n{"verb": "status"}\n')
    await until(lambda: panel.replies)
    client.writer.transport.abort()
    await until(lambda: not panel.server.children()[1:])
    panel.replies[0]({"ok": True})
    panel.waits = False
    assert (await ask(STATUS))["ok"] is True
    assert len(panel.asked) == 2


async def test_an_error_of_the_panel_is_told_and_reported(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: caught.append(kind))
    monkeypatch.setattr(panel, "asked", None)
    answer = await ask(STATUS)
    assert answer == refusal("The panel met an error of its own; its log says more.")
    assert caught == [AttributeError]


async def test_one_panel_of_a_name(panel: Panel) -> None:
    with pytest.raises(AlreadyRunningError, match="A panel named default runs already"):
        Panel()
    Panel("second").server.close()
    assert (await ask(STATUS))["ok"] is True, "the first is untouched"
    assert panel.asked


@posix
def test_the_socket_of_a_dead_panel_is_taken_over() -> None:
    first = Panel()
    address = first.server.address
    first.server.close()
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(address)
    dead.close()
    assert Path(address).exists()
    assert not is_running("default")
    again = Panel()
    assert is_running("default")
    again.server.close()


@posix
def test_a_panel_that_was_killed_frees_its_name() -> None:
    source = (
        "import sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "from agentpanel.gui.control import ControlServer\n"
        "app = QCoreApplication([])\nserver = ControlServer('default', print)\n"
        "print(server.address, flush=True)\nsys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as panel:
        assert panel.stdout is not None
        address = Path(panel.stdout.readline().decode().strip())
        with pytest.raises(AlreadyRunningError):
            Panel()
        panel.kill()
    assert address.exists()
    again = Panel()
    assert Path(again.server.address) == address
    again.server.close()


@posix
def test_only_this_user_can_open_it(panel: Panel) -> None:
    path = Path(panel.server.address)
    assert path == Path(os.environ["XDG_RUNTIME_DIR"]) / "agentpanel" / "default.socket"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert path.stat().st_uid == os.getuid()


@posix
def test_a_folder_that_is_open_to_others_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("agentpanel.instance._is_own_folder", lambda _: False)
    folder = tmp_path / f"agentpanel-{os.getuid()}"
    folder.mkdir(mode=0o755)
    with pytest.raises(NoPlaceError, match="open to others"):
        Panel()
    folder.rmdir()
    folder.symlink_to(tmp_path)
    with pytest.raises(NoPlaceError, match="not a folder of yours"):
        Panel()
    folder.unlink()
    panel = Panel()
    assert Path(panel.server.address) == folder / "default.socket"
    panel.server.close()


@posix
def test_a_login_without_a_runtime_folder_finds_the_panel(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    short = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(short))
    runtime = os.environ["XDG_RUNTIME_DIR"]
    monkeypatch.setenv("XDG_RUNTIME_DIR", f"{runtime}/{'x' * 100}")
    Path(f"{runtime}/{'x' * 100}").mkdir()
    panel = Panel()
    assert Path(panel.server.address).parent == short / f"agentpanel-{os.getuid()}", "the other address is too long"
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    assert Path(panel.server.address) in sockets("default")
    assert is_running("default")
    with pytest.raises(AlreadyRunningError):
        Panel()
    panel.server.close()
