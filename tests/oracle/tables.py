"""The manual's tables as they were recovered, with what completes them and what is known to be wrong in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentpanel.protocol.frame import Frame
from agentpanel.protocol.message import Message, Side, lookup

_HERE = Path(__file__).parent
_TO = {"to_dialer": Side.DIALER, "from_dialer": Side.CLIENT}


@dataclass(frozen=True)
class Row:
    """One parameter of a table; ``high`` is None where the table has no limit."""

    code: str
    type: str
    low: int
    high: int | None
    mandatory: str
    charset: str | None = None
    since: str | None = None
    deprecated: str | None = None


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue file."""

    file: str
    code: str
    to: Side
    facts: dict[str, Any]
    rows: dict[str, Row]
    added: dict[str, Row] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"{self.file}-{self.code}"

    @property
    def declaration(self) -> type[Message] | None:
        """What the package declares for it."""
        return lookup(Frame(service=self.facts["service"], interface=self.facts["interface"], code=self.code), self.to)

    @property
    def examples(self) -> list[str]:
        given = [self.facts["example"], *self.facts.get("examples", [])]
        return [example for example in dict.fromkeys(given) if example]

    def frame(self, example: str) -> Frame:
        """The example in SDMP 2.0, as the message's own layer would send it."""
        read = Frame.parse(example)
        service, interface = self.facts["service"], self.facts["interface"]
        return Frame(service=service, interface=interface, code=read.code, params=read.params, problems=read.problems)


def entries() -> list[Entry]:
    """Every message of every file."""
    found = []
    for path in sorted(_HERE.glob("*_dialer.toml")):
        for code, facts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            to = _TO[facts["direction"]]
            rows = {row.code: row for row in map(_row, facts.get("params", []))}
            added = _added(code, to) if facts["layer"] in ("agent", "management") else {}
            found.append(Entry(path.stem.removesuffix("_dialer"), code, to, facts, rows, added))
    return found


def additions() -> list[dict[str, Any]]:
    return load("additions")["addition"]


def load(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def breaks(entry: Entry, example: str) -> list[str]:
    """How an example breaks the table it stands beside; nothing of the package's own catalogue is asked."""
    frame = Frame.parse(example)
    return [*_misnamed(entry, frame), *frame.problems, *_out_of_table(entry, frame.values()), *_missing(entry, frame)]


def _misnamed(entry: Entry, frame: Frame) -> Iterator[str]:
    if frame.code != entry.code:
        yield f"it is called {frame.code}"


def _out_of_table(entry: Entry, values: dict[str, str]) -> Iterator[str]:
    for code, raw in values.items():
        if (row := entry.rows.get(code)) is None:
            yield f"{code} is not in the table"
        elif not _fits(row, raw):
            yield f"{code} {raw!r} does not fit"


def _missing(entry: Entry, frame: Frame) -> Iterator[str]:
    for row in entry.rows.values():
        if row.mandatory == "yes" and row.code not in frame.values():
            yield f"{row.code} is missing"


def _fits(row: Row, raw: str) -> bool:
    if row.type == "int" and not raw.removeprefix("-").isdecimal():
        return False
    if row.type == "double" and (not raw.replace(".", "", 1).isdecimal() or raw.endswith(".")):
        return False
    amount = int(raw) if row.type == "int" else len(raw)
    return row.low <= amount and (row.high is None or amount <= row.high)


def _row(facts: dict[str, Any]) -> Row:
    return Row(
        code=facts["code"],
        type=facts["type"],
        low=facts.get("min", 0),
        high=facts.get("max"),
        mandatory=facts["mandatory"],
        charset=facts.get("charset"),
        since=facts.get("since"),
        deprecated=facts.get("deprecated"),
    )


def _added(code: str, to: Side) -> dict[str, Row]:
    mine = [facts for facts in additions() if (facts["message"], _TO[facts["direction"]]) == (code, to)]
    return {row.code: row for row in map(_row, mine)}
