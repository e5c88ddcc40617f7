"""Telephone numbers hidden in everything that is taken away of a row: its own, and what is plainly written as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeVar

from agentpanel.domain.privacy import LEAST_WRITTEN, masked, masked_call, masked_text, masked_written
from agentpanel.domain.records import Entry, Row, Tags, reported

#: The parameters of OZ that are numbers.
_NUMBERS: Final = ("TN", "DN")
#: A text that lacks so many of a number's last digits in one row does not have the number.
_TAIL: Final = 7
_NO_DIGIT: Final = re.compile(r"\D+")

Text = TypeVar("Text", str, "str | None")


def hidden(row: Row) -> Row:
    """The row without its numbers: in their own fields, in what was typed, in the call's data and in OZ."""
    said = reported(row)
    hiding = _Hiding(number for number in (row.entry.number, *(said.get(code) for code in _NUMBERS)) if number)
    wire = "".join(f"\\{code}{hiding.parameter(code, value)}" for code, value in said.items())
    return replace(
        row,
        entry=_hidden(row.entry, hiding),
        own_tags=hiding.tags(row.own_tags),
        corrected=tuple(hiding.text(tag) for tag in row.corrected),
        wire=None if row.wire is None else wire,
    )


def _hidden(entry: Entry, hiding: _Hiding) -> Entry:
    return replace(
        entry,
        key=hiding.text(entry.key),
        # A call without a session of its own has its number for one (behaviour.md 9).
        session=hiding.text(entry.session),
        number=entry.number and masked_call(entry.number),
        note=hiding.text(entry.note),
        tags=hiding.tags(entry.tags),
        data=hiding.text(entry.data),
    )


class _Hiding:
    """The numbers of one row."""

    def __init__(self, numbers: Iterable[str]) -> None:
        # The longest first: a short one may be the end of it.
        self._numbers = [
            (number, masked(number), _NO_DIGIT.sub("", number)[-_TAIL:])
            for number in sorted({each.partition("/")[0] for each in numbers}, key=len, reverse=True)
        ]

    def text(self, text: Text) -> Text:
        """The text with each number masked; what most texts need, which is nothing, is found out cheaply."""
        if not text or not (digits := _NO_DIGIT.sub("", text)):
            return text
        for number, shown, tail in self._numbers:
            if len(tail) == _TAIL and number in text:
                text = text.replace(number, shown)
                digits = _NO_DIGIT.sub("", text)
            if tail and tail in digits:
                text = masked_text(text, number)
        return masked_written(text) if len(digits) >= LEAST_WRITTEN else text

    def parameter(self, code: str, value: str) -> str:
        return masked_call(value) if code in _NUMBERS else self.text(value)

    def tags(self, tags: Tags) -> Tags:
        one, two, three, four, five, six = (self.text(tag) for tag in tags)
        return (one, two, three, four, five, six)
