"""Frames to messages and back, driven by what the declarations say."""

from __future__ import annotations

from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.frame import Frame, head_of, values_of
from agentpanel.protocol.kinds import RuleBroken
from agentpanel.protocol.message import Message, Meta, Param, Side, Unrecognised, declared, lookup
from agentpanel.protocol.version import NEWEST, Version, reached


class Reading:
    """One message as it was read: ``text`` as it came, without its terminator; raw, typed, and what was odd about it.

    Each is made when it is first asked for, since most messages of a burst are only kept.
    """

    __slots__ = ("_cls", "_frame", "_read", "_version", "text")

    def __init__(self, text: str, cls: type[Message] | None, version: Version, frame: Frame | None = None) -> None:
        self.text = text
        self._cls = cls
        self._version = version
        self._frame = frame
        self._read: tuple[Message, tuple[str, ...]] | None = None

    @classmethod
    def of(cls, message: Message, frame: Frame, problems: tuple[str, ...] = ()) -> Reading:
        """One that is typed already."""
        made = cls(frame.text(), type(message), NEWEST, frame)
        made._read = message, problems
        return made

    @property
    def frame(self) -> Frame:
        if self._frame is None:
            self._frame = Frame.parse(self.text)
        return self._frame

    @property
    def message(self) -> Message:
        return self._typed()[0]

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences."""
        return self._typed()[1]

    def is_a(self, cls: type[Message]) -> bool:
        """Whether it is this message, without reading its parameters."""
        return self._cls is cls

    def values(self) -> dict[str, str]:
        """Code to value of a message that quotes no other; of a repeated code the last counts (behaviour.md 2.2)."""
        return values_of(self.text)

    def bare(self) -> Reading:
        """The same without what was made of it."""
        return Reading(self.text, self._cls, self._version)

    def _typed(self) -> tuple[Message, tuple[str, ...]]:
        if self._read is None:
            self._read = _typed(self.frame, self._cls, self._version)
        return self._read


def read(text: str, to: Side, *, version: Version = NEWEST) -> Reading:
    """What breaks a rule is kept where it can be, and marked. Raises RemoteProtocolError where no message begins.

    A mandatory parameter is not missed where the peer's ``version`` does not know it.
    """
    _, interface, code = head_of(text)
    return Reading(text, declared(interface, code, to), version)


def decode(frame: Frame, to: Side, *, version: Version = NEWEST) -> Reading:
    """As read(), of a frame. Never raises."""
    return Reading(frame.text(), lookup(frame, to), version, frame)


def _typed(frame: Frame, cls: type[Message] | None, version: Version) -> tuple[Message, tuple[str, ...]]:
    if cls is None:
        return Unrecognised(frame), (*frame.problems, f"{frame.code} is not in the catalogue")
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
    return cls(**fields), tuple(problems)


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
    known = meta.readers
    for code, raw in values.items():
        if code not in known:
            problems.append(f"{code} is not a parameter of {meta.code}")
            continue
        name, read = known[code]
        fields[name], problem = read(raw)
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
