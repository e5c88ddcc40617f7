"""The command line as other programs use it: real processes, real pipes, real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import agentpanel
from agentpanel import __version__
from agentpanel.cli import main
from agentpanel.commands.errors import CommandError
from agentpanel.commands.parser import COMMANDS, build_parser
from agentpanel.domain.rules import SiteRules
from agentpanel.options import DemoOptions, RunOptions
from agentpanel.verbs import VERBS, Request, Site, read_request
from tests.helpers.display import xvfb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PROGRAM = [sys.executable, "-m", "agentpanel"]
LEAVES = [*([name] for name in COMMANDS), *(["ctl", verb.name] for verb in VERBS)]
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def run(
    *arguments: str, given: bytes = b"", environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=30,
    )


def sentence(finished: subprocess.CompletedProcess[bytes]) -> str:
    """What stands on standard error: one sentence, and nothing else anywhere."""
    assert finished.stdout == b""
    text = finished.stderr.decode()
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text


def read(arguments: Sequence[str]) -> dict[str, Any]:
    return vars(build_parser().parse_args(arguments))


# -- help and usage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], *LEAVES], ids=" ".join)
def test_help_has_an_example_that_works(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    example = text.partition("example:\n")[2].split()
    assert example[:1] == ["agentpanel"]
    assert example[1] == (command[0] if command else "demo")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["dance"], "invalid choice: 'dance'"),
        (["--dance"], "unrecognized arguments: --dance"),
        (["run", "--server", "host"], "'host' is not HOST:PORT"),
        (["run", "--server", "host:0"], "is not HOST:PORT"),
        (["run", "--encoding", "utf-8"], "invalid choice: 'utf-8'"),
        (["run", "--instance", "../x"], "an instance's name has"),
        (["run", "--inst", "x"], "unrecognized arguments: --inst x"),
        (["demo", "--speed", "0"], "'0' is not a number above 0"),
        (["demo", "--speed", "nan"], "'nan' is not a number above 0"),
        (["demo", "--seed", "1.5"], "'1.5' is not a whole number"),
        (["tour"], "the following arguments are required: --out"),
        (["simulate", "--ascii-port", "65536"], "'65536' is not a whole number from 0 to 65535"),
        (["decode", "--side", "server"], "invalid choice: 'server'"),
        (["decode", "a", "b"], "unrecognized arguments: b"),
        (["ctl"], "the following arguments are required: VERB"),
        (["ctl", "dail"], "invalid choice: 'dail'"),
        (["ctl", "dail"], ", the nearest is dial; see agentpanel ctl --help"),
        (["simlate"], ", the nearest is simulate; see agentpanel --help"),
        (["ctl", "--wait", "-1", "status"], "'-1' is not a number from 0"),
        (["ctl", "--wait", "soon", "status"], "'soon' is not a number from 0"),
        (["ctl", "recent", "--limit", "0"], "'0' is not a whole number from 1"),
        (["ctl", "break"], "required: CODE|TEXT"),
        (["ctl", "complete", "sale"], "argument CODE: 'sale' is not a whole number"),
        (["ctl", "tag", "1"], "required: TEXT"),
        (["ctl", "tag", "1", "two", "three"], "unrecognized arguments: three"),
        (["ctl", "dial", "now"], "unrecognized arguments: now"),
        (["ctl", "decline", "busy"], "argument CODE: 'busy' is not a whole number"),
        (["ctl", "decline", "1", "2"], "unrecognized arguments: 2"),
        (["ctl", "hold", "--party", "custmer"], "'custmer' is not customer or other, the nearest is customer"),
        (["ctl", "retrieve", "--party"], "argument --party: expected one argument"),
        (["ctl", "mute"], "required: on|off"),
        (["ctl", "mute", "onn"], "argument on|off: 'onn' is not on or off, the nearest is on"),
        (["ctl", "record", "--second"], "required: on|off"),
        (["ctl", "digits"], "required: DIGITS"),
        (["ctl", "play"], "one of NAME and --stop is needed"),
        (["ctl", "play", "Greeting", "--stop"], "NAME and --stop exclude each other"),
        (["ctl", "transfer"], "required: TARGET"),
        (["ctl", "transfer", "1002", "--blind", "--conference"], "--blind and --conference exclude each other"),
        (["ctl", "transfer", "1002", "--agents-first", "--customer-held"], "--agents-first and --customer-held excl"),
        (["ctl", "transfer", "1002", "--to", "que"], "agent, extension, external or queue, the nearest is queue"),
        (["ctl", "requeue"], "required: QUEUE"),
        (["ctl", "callback"], "one of WHEN and --clear is needed"),
        (["ctl", "callback", "--anyone"], "one of WHEN and --clear is needed"),
        (["ctl", "callback", "tomorrow"], "argument WHEN: 'tomorrow' is not a time such as 2026-05-04T14:30"),
        (["ctl", "callback", "2026-02-30T10:00"], "'2026-02-30T10:00' is not a time"),
        (["ctl", "callback", "2026-02-28"], "'2026-02-28' is not a time"),
        (["ctl", "callback", "+0"], "'+0' is not a time"),
        (["ctl", "callback", "+60", "--clear"], "WHEN and --clear exclude each other"),
        (["ctl", "callback", "--clear", "--number", "1"], "--number and --clear exclude each other"),
        (["ctl", "sale", "--success", "all"], "argument --success: 'all' is not a whole number"),
        (["ctl", "data", "Postcode"], "required: VALUE"),
        (["ctl", "extend"], "required: S"),
        (["ctl", "extend", "1.5"], "argument S: '1.5' is not a whole number"),
        (["ctl", "move"], "required: CAMPAIGN"),
        (["ctl", "join"], "required: QUEUE"),
        (["ctl", "end-call", "--sound", "Bye", "--external", "1"], "--sound and --external exclude each other"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_64_and_one_sentence(command: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command)
    told = capsys.readouterr()
    assert ended.value.code == 64
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert says in told.err


def test_wrong_usage_of_the_real_program() -> None:
    finished = run("ctl", "dance")
    assert finished.returncode == 64
    assert sentence(finished).startswith("agentpanel ctl: argument VERB: invalid choice: 'dance'")


def test_version() -> None:
    assert run("--version").stdout.decode().split() == ["agentpanel", __version__]


# -- what the options mean -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        (["status"], {}),
        (["recent", "--limit", "5"], {"limit": 5}),
        (["login", "--campaign", "Sales", "--extension", "2001"], {"campaign": "Sales", "extension": "2001"}),
        (["break", "Lunch time"], {"reason": "Lunch time"}),
        (["break", "-1"], {"reason": "-1"}),
        (["complete", "12", "--note", "two words"], {"code": 12, "note": "two words"}),
        (["complete", "-1"], {"code": -1}),
        (["tag", "1", ""], {"number": 1, "text": ""}),
        (["tag", "2", "-x"], {"number": 2, "text": "-x"}),
        (["tag", "2", "--note"], {"number": 2, "text": "--note"}),
        (["tag", "--", "2", "--help"], {"number": 2, "text": "--help"}),
        (["quit", "--force"], {"force": True}),
        (["quit"], {}),
        (["dial"], {}),
        (["decline"], {}),
        (["decline", "200"], {"code": 200}),
        (["next-preview"], {}),
        (["hold"], {}),
        (["hold", "--party", "customer"], {"party": "customer"}),
        (["retrieve", "--party", "other"], {"party": "other"}),
        (["swap"], {}),
        (["mute", "on"], {"on": True}),
        (["mute", "off"], {"on": False}),
        (["digits", "*1#A"], {"digits": "*1#A"}),
        (["record", "off", "--second"], {"on": False, "second": True}),
        (["play", "Greeting"], {"name": "Greeting"}),
        (["play", "--stop"], {"stop": True}),
        (["transfer", "Back office"], {"target": "Back office"}),
        (
            ["transfer", "1002", "--agents-first", "--to", "agent"],
            {"target": "1002", "agents-first": True, "to": "agent"},
        ),
        (["transfer", "--to", "external", "+441632960123"], {"target": "+441632960123", "to": "external"}),
        (["accept"], {}),
        (["reject"], {}),
        (["requeue", "Billing"], {"queue": "Billing"}),
        (["callback", "+90", "--anyone"], {"when": "+90", "anyone": True}),
        (["callback", "2026-05-04T14:30", "--number", "01632"], {"when": "2026-05-04T14:30", "number": "01632"}),
        (["callback", "--clear"], {"clear": True}),
        (["sale", "--amount", "-20.99", "--success", "0"], {"amount": "-20.99", "success": 0}),
        (["sale"], {}),
        (["data", "Postcode", "-"], {"key": "Postcode", "value": "-"}),
        (["extend", "60"], {"seconds": 60}),
        (["move", "Service"], {"campaign": "Service"}),
        (["join", "Billing"], {"queue": "Billing"}),
        (["leave", "Billing"], {"queue": "Billing"}),
        (["end-call", "--external", "0800"], {"external": "0800"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_verb_sends(verb: list[str], args: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[Any, ...]] = []

    def call(*given: Any) -> dict[str, Any]:
        sent.append(given)
        return {"ok": True}

    monkeypatch.setattr("agentpanel.commands.ctl.call", call)
    assert main(["ctl", "--instance", "two", "--wait", "2.5", *verb]) == 0
    instance, request, patience = sent[0]
    assert (instance, request) == ("two", {"verb": verb[0], "args": args, "wait": 2.5})
    assert patience > 2.5 + 10, "quit --force may take 10 s"
    assert read_request(json.dumps(request).encode()) == Request(verb=verb[0], args=args, wait=2.5)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.to_intent is not None], ids=lambda verb: verb.name)
def test_a_verb_of_the_desk_makes_an_intent(verb: Any) -> None:
    given = {
        name: value for name, value in read(["ctl", *shlex.split(verb.example)]).items() if name.startswith("arg_")
    }
    args = {name.removeprefix("arg_"): value for name, value in given.items() if value is not None}
    site = Site(rules=SiteRules(), zone=UTC, now=datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert Request(verb=verb.name, args=args).to_intent(site) is not None


class Opened(Exception):
    """The window would be opened now."""

    def __init__(self, options: object) -> None:
        self.options = options


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the program above: it raises what it was given."""

    def raise_options(options: object) -> int:
        raise Opened(options)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    app = SimpleNamespace(run=raise_options, demo=raise_options, walk=SimpleNamespace(tour=raise_options))
    for name in ("app", "tour"):
        monkeypatch.setitem(sys.modules, f"agentpanel.{name}", app)
        monkeypatch.setattr(agentpanel, name, app, raising=False)
    monkeypatch.setattr("agentpanel.cli._sentence", lambda error: error.options)
    monkeypatch.setattr("agentpanel.cli._tell", lambda _options, told, _code: told)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ([], RunOptions()),
        (["run"], RunOptions()),
        (["--instance", "b", "--encoding", "ascii"], RunOptions(instance="b", encoding="ascii")),
        (["run", "--server", "[::1]:7000"], RunOptions(server=("::1", 7000))),
        (["demo"], DemoOptions()),
        (
            ["demo", "--scenario", "inbound", "--speed", "2.5", "--seed", "7", "--instance", "d"],
            DemoOptions(scenario="inbound", speed=2.5, seed=7, instance="d"),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_the_window_is_given(command: list[str], options: object) -> None:
    assert main(command) == options


@pytest.mark.usefixtures("opened")
def test_files_are_given_as_paths(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    assert main(["run", "--config", str(config)]) == RunOptions(config=config)
    assert main(["demo", "--config", str(config)]) == DemoOptions(config=config)
    assert main(["tour", "--out", str(tmp_path)]) == tmp_path


# -- errors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CommandError("It is so.", 2), "agentpanel tour: It is so.\n"),
        (FileNotFoundError(2, "No such file", "/x/y"), "agentpanel tour: /x/y: No such file.\n"),
        (ConnectionError("Nobody is there."), "agentpanel tour: Nobody is there.\n"),
        (KeyError("k"), "agentpanel tour: An error of the program itself: KeyError: 'k'\n"),
        (KeyboardInterrupt(), "agentpanel tour: Stopped from the keyboard.\n"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_a_sentence(
    error: BaseException, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr("agentpanel.commands.window.tour", fail)
    assert main(["tour", "--out", "x"]) == getattr(error, "code", 1)
    assert capsys.readouterr().err == told


# -- without Qt, and fast ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [["ctl", "status"], ["decode", os.devnull], ["simulate", "--scenario", "none"], ["--version"]],
    ids=" ".join,
)
def test_no_qt_where_there_is_no_window(command: list[str]) -> None:
    source = (
        "import sys\nfrom agentpanel.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken', 'qasync', 'agentpanel.gui'))])"
    )
    finished = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert finished.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command", [["ctl", "status"], ["decode", os.devnull], ["simulate", "--scenario", "none"]], ids=" ".join
)
def test_it_loads_little(command: list[str]) -> None:
    """What a start costs is what it loads: no database, no keyring, and none of the window's floors."""
    source = (
        "import sys\nfrom agentpanel.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        "heavy = ('sqlite3', 'keyring', 'agentpanel.journal', 'agentpanel.app', 'agentpanel.session')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    finished = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert finished.stdout.splitlines()[-1] == "[]"


# -- ctl ---------------------------------------------------------------------------------------------------


async def ctl(
    *arguments: str, environment: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    return await asyncio.to_thread(lambda: run("ctl", *arguments, environment=environment))


class Panel:
    """A control channel that answers as it is told."""

    def __init__(self, answer: dict[str, Any]) -> None:
        from agentpanel.gui.control import ControlServer

        self.asked: list[Request] = []
        self.answer = answer
        self.server = ControlServer("default", self._handle)

    def _handle(self, request: Request, reply: Any) -> None:
        self.asked.append(request)
        reply(self.answer)


@contextlib.contextmanager
def panel(**answer: Any) -> Iterator[Panel]:
    made = Panel(answer)
    yield made
    made.server.close()


@pytest.mark.usefixtures("qapp")
async def test_ctl_prints_the_answer() -> None:
    odd = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    with panel(ok=True, shown="available", notice="größer 電話") as running:
        finished = await ctl("--wait", "3", "tag", "1", "größer 電話", environment=odd)
    assert finished.stdout == '{"ok": true, "shown": "available", "notice": "größer 電話"}\n'.encode()
    assert finished.returncode == 0
    assert running.asked == [Request(verb="tag", args={"number": 1, "text": "größer 電話"}, wait=3.0)]


@pytest.mark.usefixtures("qapp")
async def test_ctl_refused() -> None:
    with panel(ok=False, error="You are not logged in."):
        finished = await ctl("available")
    assert json.loads(finished.stdout) == {"ok": False, "error": "You are not logged in."}
    assert finished.returncode == 1
    assert finished.stderr == b""


@posix
@pytest.mark.usefixtures("qapp")
async def test_an_argument_that_is_no_text_travels() -> None:
    with panel(ok=False, error="\udcff cannot be sent.") as running:
        finished = await asyncio.to_thread(
            subprocess.run, [*map(os.fsencode, PROGRAM), b"ctl", b"break", b"\xff"], capture_output=True, check=False
        )
    assert running.asked[0].args == {"reason": "\udcff"}
    assert json.loads(finished.stdout)["error"] == "\udcff cannot be sent."


@pytest.mark.parametrize(("name", "start"), [("default", "run"), ("two", "run --instance two")])
def test_ctl_without_a_panel(name: str, start: str) -> None:
    finished = run("ctl", "--instance", name, "status")
    assert finished.returncode == 2
    assert (
        sentence(finished) == f"agentpanel ctl: No panel named {name} runs here; start one with: agentpanel {start}\n"
    )


# -- decode ------------------------------------------------------------------------------------------------

TWO = "CG:AG:LI\\AN1001\\CNSales\0CG:AG:NA\\AN1001\0"


def decoded(finished: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert finished.stderr == b""
    return [json.loads(line) for line in finished.stdout.decode().splitlines()]


@pytest.mark.parametrize("where", ["file", "pipe", "dash"])
@pytest.mark.parametrize(("encoding", "codec"), [("ascii", "latin-1"), ("utf-16", "utf-16-le")])
def test_decode(where: str, encoding: str, codec: str, tmp_path: Path) -> None:
    data = TWO.encode(codec)
    file = tmp_path / "capture.bin"
    file.write_bytes(data)
    last = {"file": [str(file)], "pipe": [], "dash": ["-"]}[where]
    finished = run("decode", "--encoding", encoding, *last, given=b"" if where == "file" else data)
    assert [found["code"] for found in decoded(finished)] == ["LI", "NA"]
    assert decoded(finished)[0]["params"] == {"AN": "1001", "CN": "Sales"}
    assert finished.returncode == 0


def test_decode_reads_utf_16_unless_told() -> None:
    finished = run("decode", given="CG:AG:LI\\AN電話\0".encode("utf-16-le"))
    assert "電話" in finished.stdout.decode()


def test_damage_is_1_and_its_neighbours_are_told() -> None:
    finished = run("decode", "--encoding", "ascii", given=b"CG:AG:LI\\AN1\0\\\\\0CG:AG:NA\\AN1\0tail")
    found = decoded(finished)
    assert finished.returncode == 1
    assert [each.get("code", "error") for each in found] == ["LI", "error", "NA", "error"]
    assert found[1]["offset"] == 13


def test_the_side_is_handed_on() -> None:
    names = {
        side: decoded(run("decode", "--encoding", "ascii", "--side", side, given=b"CG:AG:AC\\AN1\\TN2\0"))[0]["name"]
        for side in ("client", "dialer")
    }
    assert names["dialer"] is not None
    assert names["client"] != names["dialer"]


def test_a_stream_that_cannot_be_read(tmp_path: Path) -> None:
    missing = run("decode", str(tmp_path / "none.bin"))
    assert missing.returncode == 1
    assert (
        sentence(missing) == f"agentpanel decode: {tmp_path / 'none.bin'} cannot be read: No such file or directory.\n"
    )
    folder = run("decode", str(tmp_path))
    assert folder.returncode == 1
    assert str(tmp_path) in sentence(folder)


@posix
def test_what_came_is_told_before_more_is_waited_for() -> None:
    with subprocess.Popen(
        [*PROGRAM, "decode", "--encoding", "ascii"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as p:
        assert p.stdin is not None
        assert p.stdout is not None
        for code in ("LI", "NA"):
            p.stdin.write(f"CG:AG:{code}\\AN1\0".encode())
            p.stdin.flush()
            assert json.loads(p.stdout.readline())["code"] == code


@posix
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "long.bin"
    file.write_bytes(b"CG:AG:NA\\AN1001\0" * 50_000)
    with subprocess.Popen(
        [*PROGRAM, "decode", "--encoding", "ascii", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as p:
        assert p.stdout is not None
        assert p.stderr is not None
        p.stdout.readline()
        p.stdout.close()
        assert p.stderr.read() == b""
        assert p.wait() == 0


# -- simulate ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def dialer(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, int]]]:
    command = [*PROGRAM, "simulate", "--ascii-port", "0", "--unicode-port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_dialer_listens_until_it_is_told_to_stop(number: signal.Signals, tmp_path: Path) -> None:
    with dialer("--ledger", str(tmp_path / "calls.jsonl"), "--seed", "3") as (process, ports):
        assert set(ports) == {"ascii_port", "unicode_port"}
        for port, text in zip(ports.values(), (b"VS\0", "VS\0".encode("utf-16-le")), strict=True):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(text)
                assert client.recv(100)[:1] in b"CD"
        process.send_signal(number)
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize("option", ["--ascii-port", "--unicode-port"])
def test_a_port_in_use_is_named(option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        finished = run("simulate", "--ascii-port", "0", "--unicode-port", "0", option, port)
    assert finished.returncode == 1
    assert f"Port {port} of 127.0.0.1 is in use; give another one by {option}" in sentence(finished)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--scenario", "nonesuch"], "There is no scenario 'nonesuch'"),
        (["--scenario", "/none/such.toml"], "/none/such.toml: cannot be read"),
        (["--ledger", "/none/such/calls"], "/none/such/calls cannot be written: No such file or directory."),
        (["--host", "192.0.2.1"], "The dialer cannot listen on 192.0.2.1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_dialer_that_cannot_begin_says_why(arguments: list[str], says: str) -> None:
    finished = run("simulate", "--ascii-port", "0", "--unicode-port", "0", *arguments)
    assert finished.returncode == 1
    assert says in sentence(finished)


# -- a display ---------------------------------------------------------------------------------------------


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)


@linux
@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("command", [[], ["run"], ["demo"]], ids=" ".join)
@pytest.mark.parametrize(
    ("environment", "says"),
    [
        (
            {},
            "There is no display; for pictures of the panel: agentpanel tour --out pictures; to run it unseen: set QT_",
        ),
        ({"DISPLAY": ""}, "There is no display"),
        ({"DISPLAY": ":987"}, "The display :987 cannot be reached; for pictures"),
        ({"WAYLAND_DISPLAY": "wayland-987"}, "The display wayland-987 cannot be reached"),
        ({"QT_QPA_PLATFORM": "xcb"}, "There is no display"),
        ({"QT_QPA_PLATFORM": "cinema"}, "Qt has no platform cinema; it has"),
    ],
    ids=str,
)
def test_no_display_is_2_and_no_abort(command: list[str], environment: dict[str, str], says: str) -> None:
    finished = run(*command, environment=environment)
    assert finished.returncode == 2
    assert says in sentence(finished)


@linux
@pytest.mark.usefixtures("nowhere")
def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a bare system: the loader finds none of the window system's libraries."""
    from agentpanel.commands import display

    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "ldd").write_text(
        "#!/bin/sh\necho 'libxcb-cursor.so.0 => not found'\necho 'libc.so.6 => /lib/libc.so.6'\n"
    )
    (tools / "ldd").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(display, "_LIBRARIES", ("libnonesuch.so.6",))
    with pytest.raises(CommandError) as refused:
        display.need_window()
    assert refused.value.code == 2
    assert "Qt lacks libraries of the system (libxcb-cursor.so.0); on Debian, as root: apt-get" in str(refused.value)
    assert "libxcb-cursor0" in str(refused.value)


@linux
@pytest.mark.usefixtures("nowhere")
def test_a_display_that_is_there_is_used() -> None:
    source = "from agentpanel.commands.display import need_window; need_window(); print('well')"
    with xvfb() as display:
        for more in ({}, {"WAYLAND_DISPLAY": "wayland-987"}):
            environment = {**os.environ, "DISPLAY": display, **more}
            finished = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, check=False)
            assert (finished.stdout, finished.stderr) == (b"well\n", b"")


@linux
@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("display", [None, ":987"])
def test_pictures_need_no_display(monkeypatch: pytest.MonkeyPatch, display: str | None) -> None:
    from agentpanel.commands.display import offscreen_where_no_display

    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
    offscreen_where_no_display()
    assert os.environ.pop("QT_QPA_PLATFORM") == "offscreen"
