"""The declared catalogue against the manual's tables: two statements of the protocol, made apart from each other."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any, Final

import pytest

from agentpanel.protocol.codec import decode
from agentpanel.protocol.frame import Frame, Framing
from agentpanel.protocol.framing import ENDS
from agentpanel.protocol.kinds import (
    CANNOT_TRAVEL,
    NOT_IN_IDENTIFIERS,
    FlagKind,
    Kind,
    NumberKind,
    TextKind,
    WholeKind,
)
from agentpanel.protocol.message import BY_KEY, Message, Meta, Param, Unrecognised
from agentpanel.protocol.messages import AgentAvailable, NewPersistentId, OutcomeData
from tests.oracle.tables import Entry, Row, additions, breaks, entries, load

ENTRIES: Final = entries()
DECLARED: Final = [entry for entry in ENTRIES if entry.declaration]
KNOWN: Final = load("known")
MANAGEMENT: Final = {"VS", "DA", "MV", "ER", "EO", "OZ", "EE", "EF", "EA", "AZ", "KA", "MA", "WP"}
KINDS: Final = {"string": TextKind, "struct": TextKind, "int": WholeKind, "double": NumberKind, "boolean": FlagKind}

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.label)
each_declared = pytest.mark.parametrize("entry", DECLARED, ids=lambda entry: entry.label)


def meta_of(entry: Entry) -> Meta:
    assert entry.declaration
    return entry.declaration.META


def expected(entry: Entry) -> dict[str, Row]:
    """The table, completed, with the deviations that are known."""
    rows = entry.rows | entry.added
    for known in deviations(entry):
        rows[known["code"]] = replace(rows[known["code"]], **{_FIELD[known["what"]]: known["declared"]})
    return rows


_FIELD: Final = {"min": "low", "max": "high", "type": "type", "mandatory": "mandatory"}


def deviations(entry: Entry) -> list[dict[str, Any]]:
    return [known for known in KNOWN["deviation"] if known["of"] == entry.label]


def declared(param: Param) -> Row:
    """A declaration in the words of a table."""
    return Row(
        code=param.code,
        type=next(name for name, kind in KINDS.items() if isinstance(param.kind, kind)),
        low=param.kind.low or 0,
        high=param.kind.high,
        mandatory="yes" if param.mandatory else "no",
        charset=charset(param.kind),
        since=param.since,
        deprecated=param.deprecated,
    )


def charset(kind: Kind) -> str | None:
    return "identifier" if isinstance(kind, TextKind) and kind.excluded == NOT_IN_IDENTIFIERS else None


def spoken(row: Row) -> Row:
    """The row with what the tables leave unsaid: a struct is a text, and unstated is optional."""
    plain = {"struct": "string"}.get(row.type, row.type)
    return replace(row, type=plain, mandatory="no" if row.mandatory == "unstated" else row.mandatory)


def lenient(message: Message) -> dict[str, str]:
    """Parameters of a message as they would be written, whatever the limits say."""
    values = {param.code: getattr(message, param.field) for param in message.META.params}
    return {code: wire(value) for code, value in values.items() if value is not None and value is not False}


def wire(value: str | Decimal | int) -> str:
    if value is True:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


# --- the declarations


@each_declared
def test_message_is_declared_as_its_page_says(entry: Entry) -> None:
    meta, facts = meta_of(entry), entry.facts
    assert (meta.code, meta.name, meta.service, meta.to) == (entry.code, facts["name"], facts["service"], entry.to)
    assert (meta.since, meta.deprecated) == (facts.get("introduced"), facts.get("deprecated"))
    assert meta.interfaces[0] == "AG" if facts["layer"] == "agent" else meta.serves("CG", facts["interface"])


@each_declared
def test_parameters_are_those_of_the_completed_table(entry: Entry) -> None:
    told = {code: asdict(spoken(row)) for code, row in expected(entry).items()}
    assert {param.code: asdict(declared(param)) for param in meta_of(entry).params} == told


@each_declared
def test_texts_may_hold_all_that_can_travel(entry: Entry) -> None:
    odd = {
        param.code
        for param in meta_of(entry).params
        if isinstance(param.kind, TextKind) and not charset(param.kind) and param.kind.excluded != CANNOT_TRAVEL
    }
    # FM quotes a message with its backslashes
    assert odd == ({"FM"} if entry.code == "ER" else set())
    assert all(param.kind.excluded == set(ENDS) for param in meta_of(entry).params if param.code in odd)  # type: ignore[attr-defined]


def test_nothing_is_declared_that_no_table_has() -> None:
    assert set(BY_KEY.values()) == {entry.declaration for entry in DECLARED}


def test_agent_layer_is_declared_whole_and_management_as_far_as_needed() -> None:
    agent = {entry.label for entry in ENTRIES if entry.facts["layer"] == "agent"}
    assert agent == {entry.label for entry in DECLARED if entry.facts["layer"] == "agent"}
    assert {entry.code for entry in DECLARED if entry.facts["layer"] == "management"} == MANAGEMENT


def test_first_two_messages_need_no_completion() -> None:
    for cls in (OutcomeData, AgentAvailable):
        (entry,) = [entry for entry in DECLARED if entry.declaration is cls]
        assert not entry.added
        assert set(cls.META.by_code) == set(entry.rows)


def test_every_request_takes_tenant_and_token() -> None:
    requests = [entry for entry in DECLARED if entry.file.endswith("to")]
    assert requests
    assert [entry.label for entry in requests if not {"TD", "TK"} <= set(meta_of(entry).by_code)] == []


def test_same_message_of_several_layers_is_one_class() -> None:
    codes = {"ER": "ErrorReport", "MV": "MessageVerify"}
    for interface in ("AG", "MA", "CA", "CT", "US", "DE", "ZZ"):
        frames = {code: Frame(service="CM", interface=interface, code=code, params=(("TK", "1"),)) for code in codes}
        read = {code: type(decode(frame, DECLARED[0].to).message).__name__ for code, frame in frames.items()}
        assert read == codes


# --- additions.toml and known.toml say nothing stale


def test_additions_complete_what_the_tables_lack() -> None:
    by_name = {(entry.facts["direction"], entry.code): entry for entry in DECLARED}
    for addition in additions():
        entry = by_name[addition["direction"], addition["message"]]
        assert addition["code"] not in entry.rows, f"{entry.label} {addition['code']} is in the table"
        assert addition["place"]
    assert len(additions()) == len({(a["direction"], a["message"], a["code"]) for a in additions()})


def test_deviations_deviate() -> None:
    tables = {entry.label: entry for entry in DECLARED}
    for known in KNOWN["deviation"]:
        row = tables[known["of"]].rows[known["code"]]
        assert getattr(row, _FIELD[known["what"]]) == known["table"] != known["declared"]
        assert known["reason"]


# --- the examples


def test_all_pages_but_one_have_an_example() -> None:
    assert [entry.label for entry in ENTRIES if not entry.examples] == ["management_from-TZ"]


@each_entry
def test_examples_break_their_table_only_as_known(entry: Entry) -> None:
    found = {example: breaks(entry, example) for example in entry.examples}
    known = {
        given.get("text", entry.examples[0]): given["breaks"]
        for given in KNOWN["example"]
        if given["of"] == entry.label and given["reason"]
    }
    assert {example: how for example, how in found.items() if how} == known


@each_entry
def test_examples_are_readable_as_frames(entry: Entry) -> None:
    for example in entry.examples:
        frame = Frame.parse(example)
        framing = Framing.V2 if frame.service else Framing.V1
        assert frame.text(framing) == example
        assert Frame.parse(entry.frame(example).text()) == entry.frame(example)


@each_declared
def test_examples_are_read_and_written_back(entry: Entry) -> None:
    marked = {known["of"]: known.get("read", []) for known in KNOWN["example"]}
    for example in entry.examples:
        frame = entry.frame(example)
        reading = decode(frame, entry.to)
        assert list(reading.problems) == marked.get(entry.label, [])
        raw = {code: value.strip() if entry.code == "MV" else value for code, value in frame.values().items()}
        assert lenient(reading.message) == raw


@each_declared
def test_examples_mean_the_same_without_service_and_interface(entry: Entry) -> None:
    for example in entry.examples:
        routed = decode(entry.frame(example), entry.to).message
        assert decode(Frame.parse(example), entry.to).message == routed


@each_entry
def test_undeclared_messages_stay_frames(entry: Entry) -> None:
    for example in entry.examples:
        reading = decode(entry.frame(example), entry.to)
        assert isinstance(reading.message, Unrecognised) is (entry.declaration is None)


def test_new_persistent_id_is_read_under_both_names() -> None:
    named = [Frame.parse(text) for text in (r"CG:MA:WP\PSPub7", r"CG:MA:NP\PSPub7")]
    assert [decode(frame, NewPersistentId.META.to).message for frame in named] == [NewPersistentId(persist="Pub7")] * 2
