"""`agentpanel journal` as other programs use it: real processes, real files."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from agentpanel.cli import main
from agentpanel.domain.records import Pause, Sending
from agentpanel.journal import purging, reports, writes
from agentpanel.journal.database import migrations, open_database
from agentpanel.journal.errors import JournalError
from tests.journal.making import MORNING, entry, opened, report, saved
from tests.journal.old import make_old, old_row
from tests.test_cli import PROGRAM, panel

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
SETTINGS = """
[server]
timezone = "Europe/London"
[login]
agent = "joe"
[[outcome]]
code = 105
text = "Sale"
[tags.T1]
label = "Product"
"""


class Home:
    """A user's folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "data" / "agentpanel" / "journal.sqlite"
        self.settings = folder / "settings.toml"
        self.settings.write_text(SETTINGS)
        places = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CONFIG_DIRS": "site"}
        self.environment = {**os.environ, **{name: str(folder / place) for name, place in places.items()}}

    def command(self, *arguments: str) -> list[str]:
        with_settings = [] if arguments[0] == "check" else ["--config", str(self.settings)]
        return [*PROGRAM, "journal", *arguments, *with_settings]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(*arguments), capture_output=True, env=self.environment, check=False, timeout=60
        )

    def told(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """The line of JSON on standard output."""
        finished = self.run(*arguments)
        assert (finished.returncode, finished.stderr) == (code, b"")
        (line,) = finished.stdout.decode().splitlines()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def refused(self, *arguments: str, code: int = 1) -> str:
        """The sentence on standard error, and nothing else anywhere."""
        finished = self.run(*arguments)
        assert (finished.returncode, finished.stdout) == (code, b"")
        (sentence,) = finished.stderr.decode().splitlines()
        return sentence

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        finished = self.run("export", "--format", "jsonl", *arguments)
        assert (finished.returncode, finished.stderr) == (0, b"")
        return [json.loads(line) for line in finished.stdout.decode().splitlines()]

    def keys(self, *arguments: str) -> list[str]:
        return [row["key"] for row in self.rows(*arguments)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def filled(home: Home) -> Home:
    """Five calls of joe's, one of ann's, one of another tenant's, a break."""
    with closing(open_database(home.journal)) as connection:
        for made in (
            entry(0, outcome=105, tags=("Blue", "", "", "", "", ""), note="=1+1"),
            entry(1, campaign="Service", state=Sending.CONFIRMED),
            entry(2, started=datetime(2026, 3, 3, 0, 30, tzinfo=UTC)),
            entry(3, started=datetime(2026, 3, 4, 12, 0, tzinfo=UTC), tags=("", "blueish", "", "", "", "")),
            entry(4, note="blue", started=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)),
            entry(5, agent="ann"),
            entry(6, tenant="T"),
        ):
            writes.append(connection, 1, made)
        reports.report(connection, 1, report(1, reason=2, campaign="Service"))
        writes.pause(connection, 1, Pause(key="p", tenant=None, agent="joe", code=1, text="Tea", started=MORNING))
    return home


# -- export ----------------------------------------------------------------------------------------------------


def test_export_to_standard_output_as_csv(filled: Home) -> None:
    finished = filled.run("export", "--format", "csv")
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert finished.stdout.startswith(b"\xef\xbb\xbfstarted,")
    table = list(csv.DictReader(io.StringIO(finished.stdout.decode("utf-8-sig"), newline="")))
    assert [row["key"] for row in table] == ["call-4", "call-3", "call-2", "call-1", "call-0"]
    assert (table[-1]["note"], table[-1]["outcome"], table[-1]["outcome_name"]) == ("'=1+1", "105", "Sale")
    assert (table[0]["started"], table[-1]["started"]) == ("2026-07-01T23:30:00+01:00", "2026-03-02T09:00:00+00:00")


def test_which_calls(filled: Home) -> None:
    assert filled.keys("--from", "2026-03-03") == ["call-4", "call-3", "call-2"]
    assert filled.keys("--from", "2026-03-03", "--to", "2026-03-03") == ["call-2"]
    assert filled.keys("--to", "2026-03-02") == ["call-1", "call-0"]
    assert filled.keys("--from", "2026-07-01T23:30", "--to", "2026-07-01T23:31") == ["call-4"]
    assert filled.keys("--from", "2026-07-01T23:30:00+00:00") == []
    assert filled.keys("--from", "2026-07-01", "--to", "9999-12-31") == ["call-4"]
    said = filled.refused("export", "--format", "csv", "--from", "2026-07-02", "--to", "2026-07-01", code=64)
    assert said == "agentpanel journal: Nothing lies between --from 2026-07-02 and --to 2026-07-01."
    assert filled.keys("--campaign", "Service") == ["call-1"]
    assert filled.keys("--outcome", "105") == filled.keys("--outcome", "sale") == ["call-0"]
    assert filled.keys("--outcome", "No answer") == ["call-1"]
    assert filled.keys("--tag", "1") == filled.keys("--tag", "t1") == ["call-0"]
    assert filled.keys("--tag", "BLUE") == ["call-3", "call-0"]


def test_a_file_is_written_and_told_of(filled: Home) -> None:
    out = filled.folder / "calls.xlsx"
    out.write_text("an older file")
    assert filled.told("export", "--format", "xlsx", "--out", str(out)) == {"rows": 5, "file": str(out)}
    with ZipFile(out) as book:
        assert book.testzip() is None
    assert [each.name for each in filled.folder.iterdir() if each.name.startswith(".")] == []


def test_sheets_go_through_a_pipe_too(filled: Home) -> None:
    finished = filled.run("export", "--format", "xlsx")
    assert finished.returncode == 0
    with ZipFile(io.BytesIO(finished.stdout)) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_a_place_that_cannot_be_written_is_said_and_keeps_what_was_there(filled: Home) -> None:
    out = filled.folder / "none" / "calls.csv"
    said = filled.refused("export", "--format", "csv", "--out", str(out))
    assert said == f"agentpanel journal: {out} cannot be written: No such file or directory."


def test_a_journal_that_is_not_there_has_no_calls(home: Home) -> None:
    assert home.rows() == []
    assert home.run("export", "--format", "csv").stdout.decode("utf-8-sig").count("\r\n") == 1
    assert home.told("stats")["rows"] == 0
    assert home.told("check")["ok"] is True
    assert home.told("purge", "--all")["rows"] == 0
    assert not home.journal.parent.exists()


def test_numbers_are_masked_where_the_settings_say_so(filled: Home) -> None:
    filled.settings.write_text(SETTINGS + "[journal]\nmask_numbers = true\n")
    finished = filled.run("export", "--format", "jsonl")
    assert b"0207946" not in finished.stdout
    assert json.loads(finished.stdout.decode().splitlines()[0])["number"].endswith("\N{BULLET}004")


async def test_while_a_panel_has_it_open(filled: Home) -> None:
    async with opened(filled.journal) as journal:
        await saved(journal, entry(7, started=datetime(2026, 8, 1, tzinfo=UTC)))
        assert (await asyncio.to_thread(filled.keys))[0] == "call-7"
        assert (await asyncio.to_thread(filled.told, "stats"))["rows"] == 8
        assert (await asyncio.to_thread(filled.told, "check"))["ok"] is True


@pytest.mark.parametrize("verb", [["export", "--format", "csv"], ["stats"], ["purge", "--all"]])
def test_another_form_is_left_as_it_is(home: Home, verb: list[str]) -> None:
    home.journal.parent.mkdir(parents=True)
    make_old(home.journal, 2, [old_row(1)])
    before = home.journal.read_bytes()
    assert "has an older form (2, not" in home.refused(*verb)
    with closing(sqlite3.connect(home.journal)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "was made by a newer version of this program" in home.refused(*verb)
    assert "was made by a newer version of this program" in home.refused("check")
    with closing(sqlite3.connect(home.journal)) as connection:
        connection.execute("PRAGMA user_version = 2")
    assert home.told("check")["ok"] is True
    assert len(home.journal.read_bytes()) == len(before)


@posix
def test_a_terminal_is_not_given_a_workbook(filled: Home) -> None:
    master, slave = pty.openpty()
    command = filled.command("export", "--format", "xlsx")
    finished = subprocess.run(
        command, env=filled.environment, stdout=slave, stderr=subprocess.PIPE, check=False, timeout=30
    )
    os.close(slave)
    os.close(master)
    assert finished.returncode == 64
    assert finished.stderr == b"agentpanel journal: A terminal cannot show xlsx; name a file with --out.\n"


def many(path: Path, rows: int) -> None:
    with closing(open_database(path)) as connection:
        writes.append(connection, 1, entry(0, data="x" * 500))
        names = ", ".join(
            name for (_, name, *_) in connection.execute("PRAGMA table_info(entry)") if name not in ("position", "key")
        )
        connection.execute(
            f"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"  # noqa: S608
            f" INSERT INTO entry (position, key, {names}) SELECT position + i, key || i, {names} FROM n JOIN entry"
            " WHERE key = 'call-0'"
        )


@posix
@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_a_reader_that_leaves_early_is_no_error(home: Home, form: str) -> None:
    many(home.journal, 3000)
    with subprocess.Popen(
        home.command("export", "--format", form), env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_interrupted_leaves_nothing(home: Home, number: signal.Signals, form: str) -> None:
    many(home.journal, 40_000)
    out = home.folder / "out" / f"calls.{form}"
    out.parent.mkdir()
    out.write_text("the last export")
    command = home.command("export", "--format", form, "--out", str(out))
    with subprocess.Popen(command, env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 20
        while len(list(out.parent.iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(number)
        told, said = process.communicate(timeout=30)
    assert (process.returncode, told) == (1, b"")
    assert said == b"agentpanel journal: The export was stopped; nothing of it is left.\n"
    assert [each.name for each in out.parent.iterdir()] == [out.name]
    assert out.read_text() == "the last export"


# -- whose calls -----------------------------------------------------------------------------------------------------


def test_other_agents_calls_are_refused_unless_the_site_allows_them(filled: Home) -> None:
    assert filled.keys("--agent", "joe") == filled.keys()
    for more in (["--agent", "ann"], ["--all-agents"]):
        assert filled.refused("export", "--format", "csv", *more) == (
            "agentpanel journal: Calls of other agents are not yours to see here: "
            "the setting journal.all_agents is off."
        )
    assert filled.told("stats")["agents"] == {"joe": 5}
    filled.settings.write_text(SETTINGS + "[journal]\nall_agents = true\n")
    assert filled.keys("--agent", "ann") == ["call-5"]
    assert filled.keys("--agent", "") == []
    assert set(filled.keys("--all-agents")) == {f"call-{number}" for number in range(6)}
    assert filled.told("stats", "--all-agents")["agents"] == {"ann": 1, "joe": 5}


def test_without_anybody_there_is_nothing_to_take_away(filled: Home) -> None:
    filled.settings.write_text("")
    assert filled.refused("export", "--format", "csv") == (
        "agentpanel journal: Nobody is logged in at a panel named default, and the settings name no agent; "
        "log in there, or set login.agent."
    )
    numbers = filled.told("stats")
    assert (numbers["rows"], numbers["agents"]) == (7, {})


@pytest.mark.usefixtures("qapp")
async def test_who_is_logged_in_at_the_panel_comes_first(filled: Home) -> None:
    with panel(ok=True, tenant="T", agent="joe", sees_all=False):
        assert await asyncio.to_thread(filled.keys) == ["call-6"]
    filled.settings.write_text(SETTINGS + "[journal]\nall_agents = true\n")
    with panel(ok=True, tenant=None, agent="ann", sees_all=False):
        assert await asyncio.to_thread(filled.keys) == ["call-5"]
        said = await asyncio.to_thread(filled.refused, "export", "--format", "csv", "--all-agents")
        assert said.endswith("Calls of other agents are not yours to see: ann has not the right of a supervisor.")
    with panel(ok=True, tenant=None, agent="ann", sees_all=True):
        assert len(await asyncio.to_thread(filled.keys, "--all-agents")) == 6
    with panel(ok=True, tenant=None, agent=None, sees_all=False):
        assert len(await asyncio.to_thread(filled.keys)) == 5


# -- stats, check, purge -----------------------------------------------------------------------------------------------


def test_stats(filled: Home) -> None:
    numbers = filled.told("stats")
    assert numbers.pop("bytes") >= 50_000
    assert numbers == {
        "path": str(filled.journal),
        "rows": 7,
        "breaks": 1,
        "form": len(migrations()),
        "oldest": "2026-03-02T09:00:00+00:00",
        "newest": "2026-07-01T22:30:00+00:00",
        "states": {"confirmed": 1, "local": 6},
        "agents": {"joe": 5},
        "unindexed": 7,
        "copies": [],
        "damaged": [],
    }


@pytest.mark.parametrize("harm", ["page", "text", "cut"])
def test_check_tells_damage(filled: Home, harm: str) -> None:
    assert filled.told("check") == {"ok": True, "path": str(filled.journal), "problems": []}
    data = filled.journal.read_bytes()
    broken = {"page": data[:4096] + b"\0" * 4096 + data[8192:], "text": b"no journal " * 99, "cut": data[:20_000]}
    filled.journal.write_bytes(broken[harm])
    told = filled.told("check", code=1)
    assert told["ok"] is False
    assert told["problems"]
    assert filled.journal.read_bytes() == broken[harm]


def leftovers(folder: Path, *numbers: str) -> list[str]:
    """Files in which one of the numbers still stands."""
    found = {each.name: each.read_bytes() for each in folder.iterdir()}
    return [f"{name}: {number}" for name, data in found.items() for number in numbers if number.encode() in data]


def with_many_numbers(path: Path) -> None:
    """Written and changed in such an order that pages are split and rows moved about; found by the index too."""
    with closing(open_database(path)) as connection:
        for number in sorted(range(400), key=lambda n: n * 7919 % 400):
            old = number % 2 == 0
            started = MORNING + timedelta(minutes=number, days=0 if old else 30)
            made = entry(number, key=f"k{number}", started=started, number=f"{'0999' if old else '0111'}{number:06}")
            writes.append(connection, 1, made)
            writes.append(
                connection,
                1,
                entry(
                    number,
                    key=f"k{number}",
                    started=started,
                    number=made.number,
                    note=f"call {made.number} again",
                ),
            )


async def indexed(path: Path) -> None:
    async with opened(path) as journal:
        end = time.monotonic() + 8
        while time.monotonic() < end:
            if await journal._ask(lambda c: c.execute("SELECT count(*) FROM unfound").fetchone()[0]) == 0:
                return
            await asyncio.sleep(0.02)
    raise AssertionError


@pytest.mark.parametrize("options", [["--before", "2026-03-10"], ["--all"]])
async def test_purged_numbers_are_nowhere_any_more(home: Home, options: list[str]) -> None:
    with_many_numbers(home.journal)
    await indexed(home.journal)
    for name in ("form2-20260301-090000", "damaged-20260301-090000", "damaged-20260301-090000-wal"):
        home.journal.with_name(f"journal.sqlite-{name}").write_text("0999000002")
    assert len(leftovers(home.journal.parent, "0999000002")) >= 4
    told = await asyncio.to_thread(home.told, "purge", *options)
    every = options == ["--all"]
    assert (told["rows"], told["kept"], told["compacted"]) == (400 if every else 200, 0, True)
    assert sorted(told["files"]) == [
        "journal.sqlite-damaged-20260301-090000",
        "journal.sqlite-damaged-20260301-090000-wal",
        "journal.sqlite-form2-20260301-090000",
    ]
    gone = [f"0999{number:06}" for number in range(0, 400, 2)] + (["0111"] if every else [])
    assert leftovers(home.journal.parent, *gone) == []
    assert home.told("check")["ok"] is True
    assert len(home.keys()) == (0 if every else 200)


async def test_purging_under_a_running_panel(home: Home) -> None:
    with_many_numbers(home.journal)
    await indexed(home.journal)
    async with opened(home.journal) as journal:
        await saved(journal, entry(9000, started=MORNING, state=Sending.UNSENT, number="0333"))
        told = await asyncio.to_thread(home.told, "purge", "--before", "2026-03-10")
        assert (told["rows"], told["kept"], told["compacted"]) == (200, 1, True)
        gone = [f"0999{number:06}" for number in range(0, 400, 2)]
        assert leftovers(home.journal.parent, *gone) == []
        await saved(journal, entry(9001))
        keys = await asyncio.to_thread(home.keys)
    assert {"call-9000", "call-9001"} <= set(keys)
    assert len(keys) == 202


def test_older_than_counts_days_from_now(filled: Home) -> None:
    with closing(open_database(filled.journal)) as connection:
        writes.append(connection, 1, entry(8, started=datetime.now(UTC) - timedelta(days=3)))
    assert filled.told("purge", "--older-than", "5")["rows"] == 7
    assert filled.keys() == ["call-8"]
    assert filled.told("purge", "--older-than", "2")["rows"] == 1


def test_a_reader_that_does_not_end_makes_purge_say_so(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BUSY_S", 0.05)
    with closing(sqlite3.connect(filled.journal, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        with pytest.raises(JournalError, match=r"another program keeps the journal .* busy; the calls are removed"):
            purging.purge(filled.journal, None)
    assert filled.told("purge", "--all")["rows"] == 0
    assert filled.rows() == []


# -- usage -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "the following arguments are required: VERB"),
        (["exprt"], "invalid choice: 'exprt'"),
        (["export"], "the following arguments are required: --format"),
        (["export", "--format", "xls"], "'xls' is not csv, jsonl or xlsx, the nearest is xlsx"),
        (["export", "--format", "csv", "--from", "yesterday"], "'yesterday' is not a day such as 2026-03-02 or a time"),
        (["export", "--format", "csv", "--to", "20260302"], "'20260302' is not a day"),
        (["export", "--format", "csv", "--from", "2026-W10-1"], "'2026-W10-1' is not a day"),
        (["export", "--format", "csv", "--agent", "a", "--all-agents"], "not allowed with argument --agent"),
        (["purge"], "one of the arguments --before --older-than --all is required"),
        (["purge", "--all", "--older-than", "3"], "not allowed with argument"),
        (["purge", "--older-than", "-3"], "'-3' is not a whole number from 0"),
        (["check", "--deep"], "unrecognized arguments: --deep"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64_and_one_sentence(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["journal", *arguments])
    told = capsys.readouterr()
    assert (ended.value.code, told.out, told.err.count("\n")) == (64, "", 1)
    assert says in told.err


def test_an_outcome_that_the_settings_do_not_know_is_said(filled: Home) -> None:
    said = filled.refused("export", "--format", "csv", "--outcome", "Sail", code=64)
    assert said == "agentpanel journal: The settings know no outcome 'Sail', the nearest is Sale."


@pytest.mark.parametrize("verb", ["export", "stats", "check", "purge"])
def test_help_has_an_example_that_works(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["journal", verb, "--help"])
    assert ended.value.code == 0
    example = capsys.readouterr().out.partition("example:\n")[2].split()
    assert example[:3] == ["agentpanel", "journal", verb]


@pytest.mark.parametrize("verb", [["stats"], ["check"], ["export", "--format", "csv"]], ids=" ".join)
def test_no_qt_where_there_is_no_window(home: Home, verb: list[str]) -> None:
    source = (
        "import sys\nfrom agentpanel.cli import main\n"
        f"main({['journal', *verb]!r})\n"
        "heavy = ('PySide6', 'qasync', 'agentpanel.gui', 'xlsxwriter')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, env=home.environment
    )
    assert finished.stdout.splitlines()[-1] == "[]"
