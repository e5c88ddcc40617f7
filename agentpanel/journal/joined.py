"""The panel's word on a call and the dialer's, joined: the dialer's is shown, and where they differ is marked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from agentpanel.domain.records import Differs
from agentpanel.protocol.frame import values_of
from agentpanel.protocol.messages import OutcomeData

TAGS: Final = ("tag1", "tag2", "tag3", "tag4", "tag5", "tag6")
#: The columns that a report may change. Their values stand in this order in ``own``: add new ones at the end.
JOINED: Final = (
    *("campaign", "number", "queue", "outcome", "reason", *TAGS),
    *("declined", "inbound", "list_name", "retry"),
)
_TEXTS: Final = {"campaign": "CN", "number": "TN", "queue": "QN", "list_name": "LI"}
_FLAGS: Final = {"declined": "DD", "inbound": "IB", "retry": "RA"}
_READ_REASON: Final = OutcomeData.META.readers["RE"][1]
_TAG_CODES: Final = dict(zip(TAGS, ("T1", "T2", "T3", "T4", "T5", "T6"), strict=True))
_COMPARED: Final = {
    "campaign": Differs.CAMPAIGN,
    "number": Differs.NUMBER,
    "queue": Differs.QUEUE,
    "outcome": Differs.OUTCOME,
}

Columns = Mapping[str, Any]


def told(wire: str, outcome: int | None) -> dict[str, Any]:
    """The columns of which a report speaks; ``outcome`` is its AO. A tag that is there and empty is told as well."""
    said = values_of(wire)
    spoken: dict[str, Any] = {name: said[code] for name, code in _TEXTS.items() if said.get(code)}
    spoken |= {name: said[code] or None for name, code in _TAG_CODES.items() if code in said}
    spoken |= {name: True for name, code in _FLAGS.items() if code in said}
    if outcome is not None:
        spoken["outcome"] = outcome
    if (reason := _READ_REASON(said.get("RE", ""))[0]) is not None:
        spoken["reason"] = reason
    return spoken


def join(own: Columns, spoken: Columns, *, connected: bool) -> dict[str, Any]:
    """JOINED as they are shown, with ``own`` and ``differs``; ``connected``: the panel was in that call."""
    marks = " ".join(each.value for each in _differences(own, spoken, connected=connected))
    return {
        **{name: spoken.get(name, own[name]) for name in JOINED},
        "own": json.dumps([own[name] for name in JOINED], ensure_ascii=False),
        "differs": marks or None,
    }


def own_of(text: str) -> dict[str, Any]:
    """JOINED as the panel has them, of the column ``own``."""
    return dict(zip(JOINED, json.loads(text), strict=False))


def data_of(wire: str | None) -> str | None:
    """DT of a report: the data of a call that only the dialer knows is nowhere else."""
    _, found, rest = (wire or "").partition("\\DT")
    return rest.partition("\\")[0] or None if found else None


def _differences(own: Columns, spoken: Columns, *, connected: bool) -> Iterator[Differs]:
    for name, mark in _COMPARED.items():
        ours, theirs = own[name], spoken.get(name)
        if ours not in (None, "") and theirs is not None and _plain(name, ours) != _plain(name, theirs):
            yield mark
    if any(own[tag] and own[tag] != spoken.get(tag) for tag in TAGS):
        yield Differs.TAGS
    # A report without DD says that the call was made.
    if bool(own["declined"]) != ("declined" in spoken) and (own["declined"] or connected):
        yield Differs.DECLINED


def _plain(name: str, value: Any) -> Any:
    """A number without what makes it unique (behaviour.md 2.3), and without blanks."""
    return "".join(value.partition("/")[0].split()) if name == "number" else value
