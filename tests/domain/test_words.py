"""Sentences: every template fills, and what fills it is only text."""

from __future__ import annotations

import re
from pathlib import Path

from agentpanel.domain import words, words_call
from agentpanel.domain.words import say


def test_every_template_fills_from_its_own_places() -> None:
    for template in words.templates():
        places = dict.fromkeys(re.findall(r"{(\w+)}", template), "x")
        assert "{" not in str(say(template, **places))


def test_no_sentence_is_left_over() -> None:
    package = Path(words.__file__).parent.parent
    source = "".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    used = set(re.findall(r"\b(words(?:_call)?\.[A-Z_]+)\b", source))
    for module in (words, words_call):
        names = re.findall(r"^([A-Z_]+): Final", Path(str(module.__file__)).read_text(encoding="utf-8"), re.MULTILINE)
        short = module.__name__.rpartition(".")[2]
        assert [name for name in names if f"{short}.{name}" not in used] == []


def test_what_fills_a_place_is_never_a_template() -> None:
    assert str(say(words.VERBATIM, text="{code} 100 %")) == "{code} 100 %"
    assert str(say(words.CANNOT_SEND, what=say(words.THE_TAG, number=2), rule="{x}")) == (
        "This cannot be sent: the tag 2 ({x})."
    )
