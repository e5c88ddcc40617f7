from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass

import pytest

from agentpanel.protocol.frame import Frame
from agentpanel.protocol.kinds import flag, text, whole
from agentpanel.protocol.message import BY_KEY, EVERY_INTERFACE, Message, Side, lookup, message, param
from agentpanel.protocol.messages import ErrorReport, OutcomeData, TransferAcknowledge, TransferAnswer, UserAuthenticate


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    """The catalogue as it was before."""
    kept = dict(BY_KEY)
    yield
    BY_KEY.clear()
    BY_KEY.update(kept)


def declare(code: str = "Q1", interfaces: tuple[str, ...] = ("AG",), alias: str | None = None) -> type[Message]:
    @message(code, "Query One", to=Side.DIALER, interfaces=interfaces, since="10.7.1", alias=alias)
    class QueryOne(Message):
        """Asks for one."""

        what: str = param("WT", text(1, 80))
        often: int | None = param("OF", whole(0, 9), since="10.7.2", deprecated="10.7.3", default=None)
        loud: bool = param("LD", flag(), default=False)

    return QueryOne


def test_a_declaration_is_a_frozen_dataclass_that_knows_its_wire_form() -> None:
    meta = declare().META
    assert (meta.code, meta.name, meta.to, meta.service, meta.since) == ("Q1", "Query One", Side.DIALER, "CG", "10.7.1")
    assert [(p.code, p.field, p.mandatory) for p in meta.params] == [
        ("WT", "what", True),
        ("OF", "often", False),
        ("LD", "loud", False),
    ]
    often = meta.by_code["OF"]
    assert (often.kind, often.since, often.deprecated) == (whole(0, 9), "10.7.2", "10.7.3")
    assert meta.mandatory == (meta.by_code["WT"],)


def test_messages_are_compared_by_value_and_not_changed() -> None:
    made = UserAuthenticate(tenant="default", password="secret")
    assert made == UserAuthenticate(tenant="default", password="secret")
    with pytest.raises(FrozenInstanceError):
        made.tenant = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        UserAuthenticate("default", password="secret")  # type: ignore[call-arg]


def test_a_second_declaration_of_a_key_raises() -> None:
    declare()
    with pytest.raises(TypeError, match=r"'Q1'.* is declared twice"):
        declare()
    with pytest.raises(TypeError, match=r"'Q1'.* is declared twice"):
        declare("Q2", alias="Q1")


def test_a_field_must_be_a_parameter() -> None:
    with pytest.raises(KeyError):

        @message("Q3", "Query Three", to=Side.DIALER, interfaces=("AG",))
        class QueryThree(Message):
            plain: int = 3

    assert ("AG", "Q3", Side.DIALER) not in BY_KEY


def test_a_message_is_found_by_interface_code_and_direction() -> None:
    made = declare(interfaces=("AG", "US"), alias="QX")
    for interface, code in (("AG", "Q1"), ("US", "Q1"), ("AG", "QX"), (None, "Q1")):
        service = None if interface is None else "CG"
        assert lookup(Frame(service=service, interface=interface, code=code), Side.DIALER) is made
    assert lookup(Frame(service="CG", interface="MA", code="Q1"), Side.DIALER) is None
    assert lookup(Frame(service="CG", interface="AG", code="Q1"), Side.CLIENT) is None


def test_the_same_letters_mean_another_message_in_the_other_direction() -> None:
    frame = Frame(code="TA")
    assert (lookup(frame, Side.CLIENT), lookup(frame, Side.DIALER)) == (TransferAcknowledge, TransferAnswer)


def test_without_an_interface_each_layer_is_asked() -> None:
    assert lookup(Frame(code="OZ"), Side.CLIENT) is OutcomeData
    assert lookup(Frame(code="OC"), Side.DIALER) is None


def test_what_serves_every_interface_is_found_on_any() -> None:
    assert ErrorReport.META.interfaces == EVERY_INTERFACE
    assert lookup(Frame(service="NS", interface="XX", code="ER"), Side.CLIENT) is ErrorReport
    assert ErrorReport.META.serves("NS", "XX")


def test_other_messages_serve_their_own() -> None:
    meta = UserAuthenticate.META
    assert [meta.serves(*where) for where in (("CG", "AG"), ("CG", "US"), (None, None))] == [True] * 3
    assert [meta.serves(*where) for where in (("CM", "AG"), ("CG", "MA"))] == [False] * 2


def test_the_other_side() -> None:
    assert (Side.CLIENT.other, Side.DIALER.other) == (Side.DIALER, Side.CLIENT)


def test_rules_between_parameters() -> None:
    @dataclass
    class Case:
        codes: set[str]
        broken: tuple[str, str] | None

    @message(
        "Q4", "Query Four", to=Side.DIALER, interfaces=("AG",), exclusive=("A1", "A2", "A3"), needs_one=("B1", "B2")
    )
    class QueryFour(Message):
        """Asks for four."""

    for case in (
        Case({"B1"}, None),
        Case({"B1", "B2", "A2"}, None),
        Case({"B2", "A3", "A1"}, ("A3", "excludes A1")),
        Case({"A1"}, ("B1", "or B2 is mandatory")),
        Case(set(), ("B1", "or B2 is mandatory")),
    ):
        assert QueryFour.META.broken_rule(case.codes) == case.broken
