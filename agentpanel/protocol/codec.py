"""Frames to messages and back, driven by what the declarations say."""

from __future__ import annotations

from dataclasses import dataclass

from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.frame import Frame
from agentpanel.protocol.kinds import RuleBroken
from agentpanel.protocol.message import Message, Meta, Param, Side, Unrecognised, lookup
from agentpanel.protocol.version import NEWEST, Version, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One message as it was read: typed, raw, and what was odd about it, in sentences."""

    message: Message
    frame: Frame
    problems: tuple[str, ...] = ()


def decode(frame: Frame, to: Side, *, version: Version = NEWEST) -> Reading:
    """Type a frame. Never raises: what breaks a rule is kept where it can be, and marked.

    A mandatory parameter is not missed where the peer's ``version`` does not know it.
    """
    cls = lookup(frame, to)
    if cls is None:
        problem = f"{frame.code} is not in the catalogue"
        return Reading(message=Unrecognised(frame), frame=frame, problems=(*frame.problems, problem))
    meta = cls.META
    values = frame.values()
    problems = list(frame.problems)
    if not meta.serves(frame.service, frame.interface):
        problems.append(f"{meta.code} does not belong to {frame.service}:{frame.interface}")
    fields = _read(meta, values, problems)
    for param in meta.mandatory:
        if param.code not in values:
            fields[param.field] = None
            if reached(version, param.since):
                problems.append(f"{param.code} is missing")
    if broken := meta.broken_rule(values):
        problems.append(" ".join(broken))
    return Reading(message=cls(**fields), frame=frame, problems=tuple(problems))


def encode(message: Message, *, version: Version = NEWEST, interface: str | None = None, loose: bool = False) -> Frame:
    """The frame of a message, with nothing in it that is unset or newer than the dialer.

    ``interface`` stands in for the declared one; ``loose`` frees names of the strict rule.
    Raises LocalProtocolError: it names message, parameter and rule.
    """
    if isinstance(message, Unrecognised):
        raise LocalProtocolError(message.frame.code, None, "is not in the catalogue")
    meta = message.META
    interface = interface or meta.interfaces[0]
    _check_whole(meta, version, interface)
    params = {}
    for param in meta.params:
        value = getattr(message, param.field)
        if not reached(version, param.since):
            continue
        if value is not None and value is not False:
            params[param.code] = _write(meta, param, value, loose=loose)
        elif param.mandatory:
            raise LocalProtocolError(meta.code, param.code, "is mandatory")
    if broken := meta.broken_rule(params):
        raise LocalProtocolError(meta.code, *broken)
    return Frame(service=meta.service, interface=interface, code=meta.code, params=tuple(params.items()))


def _read(meta: Meta, values: dict[str, str], problems: list[str]) -> dict[str, object]:
    """Field to value, of the parameters that the message has."""
    fields: dict[str, object] = {}
    known = meta.by_code
    for code, raw in values.items():
        param = known.get(code)
        if param is None:
            problems.append(f"{code} is not a parameter of {meta.code}")
            continue
        fields[param.field], problem = param.kind.decode(raw)
        if problem is not None:
            problems.append(f"{code}: {problem}")
    return fields


def _check_whole(meta: Meta, version: Version, interface: str) -> None:
    if not reached(version, meta.since):
        raise LocalProtocolError(meta.code, None, f"came with version {meta.since}")
    if not meta.serves(meta.service, interface):
        raise LocalProtocolError(meta.code, None, f"cannot be sent on the interface {interface}")


def _write(meta: Meta, param: Param, value: object, *, loose: bool) -> str:
    kind = param.kind.loose if loose else param.kind
    try:
        return kind.encode(value)
    except RuleBroken as error:
        raise LocalProtocolError(meta.code, param.code, str(error)) from error
