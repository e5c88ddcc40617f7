"""Every declared message is held to its limits when it is sent, and is forgiven when it is read."""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields, replace
from decimal import Decimal
from typing import Any, Final

import pytest

from agentpanel.protocol import messages
from agentpanel.protocol.codec import decode, encode
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.kinds import FlagKind, Kind, NumberKind, TextKind, WholeKind
from agentpanel.protocol.message import BY_KEY, Message, Param
from tests.protocol.strategies import CLASSES

each_message = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
WRONG_TYPES: Final[dict[type[Kind], list[Any]]] = {
    TextKind: [7, b"7", True, Decimal(1)],
    WholeKind: ["7", 7.0, True, Decimal(7)],
    NumberKind: ["7", 7, 7.0, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+99"), Decimal("1E-99")],
    FlagKind: ["", 1, "x"],
}


def value_of(kind: Kind, size: int) -> Any:
    """A value of ``size``: characters of a text or number, the value itself of a whole number."""
    match kind:
        case WholeKind():
            return size
        case NumberKind():
            return Decimal("1" * size)
        case FlagKind():
            return True
        case _:
            return "x" * size


def legal(cls: type[Message]) -> Message:
    """The least that may be sent."""
    wanted = [param for param in cls.META.params if param.mandatory or param.code in cls.META.needs_one[:1]]
    return cls(**{param.field: value_of(param.kind, param.kind.low or 0) for param in wanted})


def refusal(message: Message) -> tuple[str, str | None, str]:
    with pytest.raises(LocalProtocolError) as caught:
        encode(message)
    error = caught.value
    assert str(error) == f"{error.message} {error.parameter}: {error.rule}"
    return error.message, error.parameter, error.rule


def with_value(cls: type[Message], param: Param, value: Any) -> Message:
    return replace(legal(cls), **{param.field: value})  # type: ignore[type-var]  # every message is a dataclass


@each_message
def test_extremes_pass_and_one_more_is_refused(cls: type[Message]) -> None:
    for param in cls.META.params:
        kind = param.kind
        if isinstance(kind, FlagKind):
            continue
        for size in (kind.low or 0, kind.high or 1):
            assert (param.code, str(value_of(kind, size))) in encode(
                with_value(cls, param, value_of(kind, size))
            ).params
        if kind.high is not None:
            message, code, rule = refusal(with_value(cls, param, value_of(kind, kind.high + 1)))
            assert (message, code) == (cls.META.code, param.code)
            assert rule.endswith(f"is over the most, {kind.high}")
        if kind.low and kind.low > 0 and not isinstance(kind, NumberKind):
            message, code, rule = refusal(with_value(cls, param, value_of(kind, kind.low - 1)))
            assert (message, code) == (cls.META.code, param.code)
            assert rule.endswith(f"is under the least, {kind.low}")


@each_message
def test_excluded_characters_are_refused(cls: type[Message]) -> None:
    for param in cls.META.params:
        if isinstance(param.kind, TextKind):
            for character in param.kind.excluded:
                told = refusal(with_value(cls, param, f"a{character}b"))
                assert told == (cls.META.code, param.code, f"the character {character!r} cannot be sent")


@each_message
def test_other_types_are_refused(cls: type[Message]) -> None:
    for param in cls.META.params:
        for value in WRONG_TYPES[type(param.kind)]:
            assert refusal(with_value(cls, param, value))[:2] == (cls.META.code, param.code)


@each_message
def test_what_is_mandatory_may_not_be_left_out(cls: type[Message]) -> None:
    for param in cls.META.mandatory:
        assert refusal(with_value(cls, param, None)) == (cls.META.code, param.code, "is mandatory")
        frame = encode(legal(cls))
        cut = replace(frame, params=tuple(pair for pair in frame.params if pair[0] != param.code))
        reading = decode(cut, cls.META.to)
        assert reading.problems == (f"{param.code} is missing",)
        assert getattr(reading.message, param.field) is None


@each_message
def test_read_beyond_the_limits_is_kept_and_marked(cls: type[Message]) -> None:
    for param in cls.META.params:
        if param.kind.high is None or isinstance(param.kind, FlagKind | NumberKind):
            continue
        value = value_of(param.kind, param.kind.high + 1)
        frame = encode(legal(cls))
        params = dict(frame.params) | {param.code: str(value)}
        reading = decode(replace(frame, params=tuple(params.items())), cls.META.to)
        assert getattr(reading.message, param.field) == value
        assert [problem.split(":")[0] for problem in reading.problems] == [param.code]


@each_message
def test_parameters_that_exclude_each_other_are_not_sent_together(cls: type[Message]) -> None:
    codes = cls.META.exclusive
    chosen = {cls.META.by_code[code].field: value_of(cls.META.by_code[code].kind, 1) for code in codes[:2]}
    message = replace(legal(cls), **chosen)  # type: ignore[type-var]  # every message is a dataclass
    if not codes:
        assert encode(message) == encode(legal(cls))
        return
    assert refusal(message) == (cls.META.code, codes[1], f"excludes {codes[0]}")
    frame = encode(legal(cls))
    both = replace(frame, params=(*frame.params, (codes[0], "1"), (codes[1], "1")))
    assert decode(both, cls.META.to).problems == (f"{codes[1]} excludes {codes[0]}",)


def test_an_outcome_request_asks_for_failures_or_successes() -> None:
    told = refusal(messages.EnumerateOutcomes(transaction="1"))
    assert told == ("EO", "FO", "or SO is mandatory")


@each_message
def test_optional_fields_default_to_unset(cls: type[Message]) -> None:
    mandatory = {param.field for param in cls.META.mandatory}
    for field in fields(cls):  # type: ignore[arg-type]  # every message is a dataclass
        kind = next(param.kind for param in cls.META.params if param.field == field.name)
        unset = False if isinstance(kind, FlagKind) else None
        assert field.default is (MISSING if field.name in mandatory else unset)


@each_message
def test_messages_are_frozen_and_say_what_they_mean(cls: type[Message]) -> None:
    message = legal(cls)
    with pytest.raises((FrozenInstanceError, TypeError)):
        message.META = None  # type: ignore[assignment,misc]
    assert cls.__doc__
    assert f"[{cls.META.code}-" in cls.__doc__


def test_the_package_names_every_message() -> None:
    assert {getattr(messages, name) for name in messages.__all__} == set(BY_KEY.values())
