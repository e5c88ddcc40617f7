"""docs/protocol-coverage.md: what of each documented message is declared, sent or handled, shown, and played.

Declared is what agentpanel.protocol.messages has, sent, handled and played are found in the code by
tools/message_use.py; where the agent sees something, and why something is absent, stands in
tools/protocol_coverage.toml and is checked. Run it by: python -m tools.protocol_coverage
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agentpanel.protocol.message import BY_KEY, Message, Side
from agentpanel.simulator.dispatch import HANDLERS
from tests.oracle.tables import Entry, entries
from tools.coverage_reasons import Reasons
from tools.message_use import Code, names_in, sources

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENT: Final = ROOT / "docs" / "protocol-coverage.md"
REASONS: Final = ROOT / "tools" / "protocol_coverage.toml"
COMMAND: Final = "python -m tools.protocol_coverage"
#: What can be said of a message or a parameter, in the order of the columns; the panel sends or handles.
ASPECTS: Final = ("declared", "sent", "handled", "shown", "played")
FIELDS: Final = {cls.__name__: [param.field for param in cls.META.params] for cls in set(BY_KEY.values())}


@dataclass(frozen=True, slots=True)
class Line:
    """One message or parameter: ``found`` holds what can be said of it, True, False, or the place where it is shown."""

    label: str
    name: str
    found: dict[str, bool | str]
    #: By aspect, where it is absent.
    why: dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """One message with its parameters."""

    title: str
    message: Line
    params: tuple[Line, ...]


class Coverage:
    """What the code does with each documented message."""

    def __init__(self, documented: Sequence[Entry], panel: Code, simulator: Code, reasons: Reasons) -> None:
        self._panel, self._simulator, self._reasons = panel, simulator, reasons
        self.sections = [self._section(entry) for entry in documented]

    def problems(self) -> list[str]:
        """What reasons.toml lacks, or says in vain."""
        lines = [line for section in self.sections for line in (section.message, *section.params)]
        absent = [(line.label, aspect) for line in lines for aspect, found in line.found.items() if found is False]
        lacking = [f"{label} is not {aspect}; say why" for label, aspect in absent if not self._why(label, aspect)]
        used = [line.label for line in lines if line.found.get("sent") or line.found.get("handled")]
        return [*lacking, *self._reasons.stale(absent), *self._reasons.misplaced(used)]

    def _why(self, label: str, aspect: str) -> str:
        return self._reasons.why(label, aspect)

    def _section(self, entry: Entry) -> Section:
        label = f"{_way(entry)} {entry.code}"
        cls = entry.declaration
        found = {"declared": cls is not None} | (self._of_message(cls) if cls else {})
        rows = entry.rows | entry.added
        params = tuple(self._param(f"{label}.{code}", cls, code, found) for code in rows)
        return Section(f"{entry.code} {entry.facts['name']}", self._line(label, "", found), params)

    def _line(self, label: str, name: str, found: dict[str, bool | str]) -> Line:
        absent = [aspect for aspect, value in found.items() if value is False]
        return Line(label, name, found, {aspect: self._why(label, aspect) for aspect in absent})

    def _of_message(self, cls: type[Message]) -> dict[str, bool | str]:
        if cls.META.to is Side.DIALER:
            return {"sent": cls.__name__ in self._panel.made, "played": cls in HANDLERS}
        return {"handled": cls.__name__ in self._panel.named, "played": cls.__name__ in self._simulator.made}

    def _param(self, label: str, cls: type[Message] | None, code: str, message: dict[str, bool | str]) -> Line:
        """Where the message as a whole is absent, nothing is said of its parameters."""
        param = cls.META.by_code.get(code) if cls else None
        found: dict[str, bool | str] = {"declared": param is not None} if cls else {}
        if cls is None or param is None:
            return self._line(label, "", found)
        name, to_dialer = cls.__name__, cls.META.to is Side.DIALER
        aspect = "sent" if to_dialer else "handled"
        if message[aspect]:
            known = self._panel.made if to_dialer else self._panel.read
            by_code = not to_dialer and code in self._panel.raw.get(name, ())
            found[aspect] = by_code or param.field in known.get(name, ())
        if found.get(aspect):
            found["shown"] = self._reasons.place(label) or False
        if message["played"]:
            known = self._simulator.read if to_dialer else self._simulator.made
            found["played"] = param.field in known.get(name, ()) or (to_dialer and code in self._simulator.codes)
        return self._line(label, param.field, found)


def _way(entry: Entry) -> str:
    return "to" if entry.to is Side.DIALER else "from"


def documented() -> list[Entry]:
    """Every message of the agent layer, and of the other layers each that is declared and not there already."""
    every = entries()
    agent = [entry for entry in every if entry.facts["layer"] == "agent"]
    known = {entry.declaration for entry in agent}
    others = [entry for entry in every if entry.facts["layer"] == "management" and entry.declaration]
    others = [entry for entry in others if entry.declaration not in known]
    return sorted(agent + others, key=lambda entry: (_way(entry) == "from", entry.facts["layer"], entry.code))


def coverage() -> Coverage:
    """Of this checkout."""
    package = ROOT / "agentpanel"
    panel = Code(sources(package / "domain", package / "session"), FIELDS)
    window = names_in(sources(package / "gui", package / "app"))
    simulator = Code(sources(package / "simulator"), FIELDS)
    told = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return Coverage(documented(), panel, simulator, Reasons(told, panel.names, window))


# -- the document -----------------------------------------------------------------------------------------

_HEAD: Final = f"""# Protocol coverage

Made by `{COMMAND}` from the manual's tables (`tests/oracle`), the declarations
(`agentpanel/protocol/messages`) and the code; a test compares. Reasons and places are kept in
`tools/protocol_coverage.toml`.

*Declared*: can be written and read, and is named in the wire log. *Sent*, *handled*: the panel gives it a value, or
acts on it. *Shown*: where the agent sees or enters it: a field of what the window is given (`Call.queue`), of what it
asks (`TakeBreak.reason`), or a sentence (`words.FREED_WITH_NUMBER`). *Played*: the embedded dialer obeys it, or sends
it. An empty field: the message as a whole is absent there.
"""


def document(found: Coverage) -> str:
    """The whole text."""
    parts = [_HEAD, *_summary(found)]
    for way, title in (("to", "To the dialer"), ("from", "From the dialer")):
        parts += [f"## {title}", ""]
        for section in found.sections:
            if section.message.label.startswith(f"{way} "):
                parts += _described(section)
    return "\n".join(parts).rstrip() + "\n"


def _summary(found: Coverage) -> Iterator[str]:
    yield "| | documented | declared | sent or handled | shown | played |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for way, title in (("to", "to the dialer"), ("from", "from the dialer")):
        sections = [section for section in found.sections if section.message.label.startswith(f"{way} ")]
        yield _counted(f"messages {title}", [section.message for section in sections], shown=False)
        yield _counted(f"parameters {title}", [line for section in sections for line in section.params], shown=True)
    yield ""


def _counted(title: str, lines: Sequence[Line], *, shown: bool) -> str:
    def count(*aspects: str) -> int:
        return sum(any(line.found.get(aspect) for aspect in aspects) for line in lines)

    numbers: list[Any] = [len(lines), count("declared"), count("sent", "handled")]
    return _row(title, *numbers, count("shown") if shown else "", count("played"))


def _described(section: Section) -> Iterator[str]:
    panel = "sent" if section.message.label.startswith("to ") else "handled"
    yield f"### {section.title}"
    yield ""
    said = [aspect for aspect in ASPECTS if section.message.found.get(aspect)]
    why = [f"Not {aspect}: {reason or 'no reason given'}." for aspect, reason in section.message.why.items()]
    yield " ".join([f"{', '.join(said).capitalize()}.", *why])
    yield ""
    if section.params:
        yield _row("parameter", "declared", panel, "shown", "played", "why not")
        yield _row(*["---"] * 6)
        for line in section.params:
            yield _told(line, panel)
        yield ""


def _told(line: Line, panel: str) -> str:
    code = line.label.rpartition(".")[2]
    cells = [_mark(line.found.get(aspect)) for aspect in ("declared", panel, "shown", "played")]
    why = "; ".join(f"{aspect}: {reason or 'no reason given'}" for aspect, reason in line.why.items())
    return _row(f"`{code}` {line.name}".rstrip(), *cells, why)


def _mark(found: bool | str | None) -> str:
    if isinstance(found, str):
        return f"`{found}`"
    return {True: "yes", False: "no", None: ""}[found]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |".replace("  ", " ")


def main() -> int:
    """Write the document; 1 where a reason is missing, stale or misplaced."""
    found = coverage()
    DOCUMENT.write_text(document(found), encoding="utf-8")
    problems = found.problems()
    print(*problems, f"{DOCUMENT.relative_to(ROOT)} written, {len(problems)} problems", sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
