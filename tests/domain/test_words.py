"""Sentences: every template fills, and what fills it is only text."""

from __future__ import annotations

import re
from pathlib import Path

from agentpanel.domain import words
from agentpanel.domain.words import say


def test_every_template_fills_from_its_own_places() -> None:
    for template in words.templates():
        places = dict.fromkeys(re.findall(r"{(\w+)}", template), "x")
        assert "{" not in str(say(template, **places))


def test_no_sentence_is_left_over() -> None:
    package = Path(words.__file__).parent.parent
    source = "".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    names = re.findall(r"^([A-Z_]+): Final", Path(words.__file__).read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in names if not re.search(rf"\bwords\.{name}\b", source)] == []


def test_what_fills_a_place_is_never_a_template() -> None:
    assert str(say(words.VERBATIM, text="{code} 100 %")) == "{code} 100 %"
    assert str(say(words.CANNOT_SEND, what=say(words.THE_TAG, number=2), rule="{x}")) == (
        "This cannot be sent: the tag 2 ({x})."
    )
