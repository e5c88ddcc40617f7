"""How a message is declared, and the registry of all that are.

A declaration is the catalogue's entry: a frozen dataclass whose fields carry the parameter's code, kind
and the version that brought it. A field without a default is mandatory in what we send; in a message that
was read it may still hold None, and then the reading's ``problems`` say so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product
from typing import Any, ClassVar, Final, TypeVar, dataclass_transform

from agentpanel.protocol.frame import Frame
from agentpanel.protocol.kinds import Kind

_KEY: Final = "sdmp"
_ANY: Final = "*"
#: ER and MV are the same message wherever they come from (behaviour.md 2.5, 3.1).
EVERY_INTERFACE: Final = ("AG", _ANY)


class Side(Enum):
    """Who a message is for."""

    CLIENT = "client"
    DIALER = "dialer"

    @property
    def other(self) -> Side:
        return Side.DIALER if self is Side.CLIENT else Side.CLIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter: wire code, kind, field name, and since or until when a dialer knows it."""

    code: str
    kind: Kind
    field: str
    mandatory: bool
    since: str | None
    deprecated: str | None


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What the catalogue says of a message; params in order of declaration.

    ``exclusive``: at most one of these codes may stand in it; ``needs_one``: at least one of these must.
    """

    code: str
    name: str
    to: Side
    service: str
    interfaces: tuple[str, ...]
    since: str | None
    deprecated: str | None
    exclusive: tuple[str, ...]
    needs_one: tuple[str, ...]
    params: tuple[Param, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Param]:
        """Wire code to parameter."""
        return {param.code: param for param in self.params}

    @cached_property
    def readers(self) -> dict[str, tuple[str, Callable[[str], tuple[Any, str | None]]]]:
        """Wire code to field and to what reads its value: all that reading a message asks of a parameter."""
        return {param.code: (param.field, param.kind.decode) for param in self.params}

    @cached_property
    def mandatory(self) -> tuple[Param, ...]:
        return tuple(param for param in self.params if param.mandatory)

    def serves(self, service: str | None, interface: str | None) -> bool:
        """Whether it may come on this service and interface; None, None is SDMP 1.0, which names neither."""
        if service is None or _ANY in self.interfaces:
            return True
        return service == self.service and interface in self.interfaces

    def broken_rule(self, codes: Collection[str]) -> tuple[str, str] | None:
        """The code and the rule that a message with these codes breaks."""
        excluding = [code for code in self.exclusive if code in codes]
        if len(excluding) > 1:
            return excluding[1], f"excludes {excluding[0]}"
        if self.needs_one and not any(code in codes for code in self.needs_one):
            return self.needs_one[0], f"or {' or '.join(self.needs_one[1:])} is mandatory"
        return None


class Message:
    """Base of every declared message."""

    META: ClassVar[Meta]
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unrecognised(Message):
    """A well-formed message that is not declared here: kept, shown in the wire log, and harmless."""

    frame: Frame


#: (interface, code, for whom) to the class that declares it.
BY_KEY: Final[dict[tuple[str, str, Side], type[Message]]] = {}
_M = TypeVar("_M", bound=Message)


def param(code: str, kind: Kind, *, since: str | None = None, deprecated: str | None = None, **default: Any) -> Any:
    """Declare a parameter; give ``default=`` (None, or False for a flag) unless it is mandatory."""
    return dataclasses.field(**default, metadata={_KEY: (code, kind, since, deprecated)})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(param,))
def message(
    code: str,
    name: str,
    *,
    to: Side,
    interfaces: tuple[str, ...],
    service: str = "CG",
    since: str | None = None,
    deprecated: str | None = None,
    exclusive: tuple[str, ...] = (),
    needs_one: tuple[str, ...] = (),
    alias: str | None = None,
) -> Callable[[type[_M]], type[_M]]:
    """Declare a message; the first interface is the one it is sent on. A second declaration of a key raises.

    ``alias``: a second code that it may be read under.
    """
    meta = Meta(
        code=code,
        name=name,
        to=to,
        service=service,
        interfaces=interfaces,
        since=since,
        deprecated=deprecated,
        exclusive=exclusive,
        needs_one=needs_one,
    )

    def declare(cls: type[_M]) -> type[_M]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.META = dataclasses.replace(meta, params=_params_of(made))
        codes = (code,) if alias is None else (code, alias)
        for key in product(interfaces, codes, (to,)):
            if key in BY_KEY:
                raise TypeError(f"{key} is declared twice")
            BY_KEY[key] = made
        return made

    return declare


def _params_of(cls: type[Message]) -> tuple[Param, ...]:
    """The declared parameters of a message, in order of declaration."""
    found = []
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]  # called with dataclasses only
        code, kind, since, deprecated = field.metadata[_KEY]
        found.append(
            Param(
                code=code,
                kind=kind,
                field=field.name,
                mandatory=field.default is dataclasses.MISSING,
                since=since,
                deprecated=deprecated,
            )
        )
    return tuple(found)


def lookup(frame: Frame, to: Side) -> type[Message] | None:
    """The declaration of a frame."""
    return declared(frame.interface, frame.code, to)


def declared(interface: str | None, code: str, to: Side) -> type[Message] | None:
    """The declaration of a message; without an interface (SDMP 1.0) the agent layer is asked first."""
    interfaces = (interface, _ANY) if interface else ("AG", "MA", "US")
    for each in interfaces:
        if found := BY_KEY.get((each, code, to)):
            return found
    return None
