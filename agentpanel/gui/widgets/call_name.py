"""A caller's name out of the data that came with the call, where its keys are likely ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agentpanel.domain.snapshot import Call
from agentpanel.gui.veil import VEIL
from agentpanel.gui.widgets.plain import inert

#: Keys in the order in which their values are read; the first set of which any is filled wins.
_LIKELY: Final = (
    ("title", "forename", "surname"),
    ("title", "firstname", "lastname"),
    ("fullname",),
    ("customername",),
    ("contactname",),
    ("name",),
)
#: A form of address alone is no name.
_NOT_ALONE: Final = {"title"}


def caller_name(call: Call) -> str:
    """The name, or "" where the data has none."""
    return name_in(_fields(call), call.number)


def name_in(data: Mapping[str, str], number: str | None) -> str:
    """The name in the keys and values of the data of the call with this number, or ""."""
    fields = {_folded(key): value for key, value in data.items()}
    for keys in _LIKELY:
        found = [key for key in keys if fields.get(key, "").strip()]
        if set(found) - _NOT_ALONE:
            return inert(VEIL.text(" ".join(fields[key].strip() for key in found), number))
    return ""


def _fields(call: Call) -> Mapping[str, str]:
    return call.data.fields if call.data is not None else {}


def _folded(key: str) -> str:
    return "".join(each for each in key.casefold() if each.isalnum())
