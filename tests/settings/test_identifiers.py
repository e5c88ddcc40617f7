from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.domain.identifiers import (
    Fault,
    identifier_fault,
    identifier_problem,
    tenant_problem,
    text_fault,
    text_problem,
)
from agentpanel.protocol.kinds import CANNOT_TRAVEL, NOT_IN_IDENTIFIERS, RuleBroken, identifier, text


@pytest.mark.parametrize("character", sorted(NOT_IN_IDENTIFIERS))
def test_each_excluded_character_is_named(character: str) -> None:
    problem = identifier_problem(f"a{character}b")
    assert problem is not None
    assert (character if character.isprintable() else f"U+{ord(character):04X}") in problem


def test_the_words() -> None:
    assert identifier_problem("") == "must not be empty (1 to 80 characters)"
    assert identifier_problem("x" * 81) == "must have at most 80 characters, not 81"
    assert identifier_problem("a:b") == "must not contain : (none of ! \" % & ' * + / : ; < > ? \\ |)"
    assert identifier_problem("a:b", strict=False) is None
    assert identifier_problem("a\\b", strict=False) == text_problem("a\\b") == "must not contain a backslash"
    assert text_problem("a\tb") == "must not contain a control character (U+0009)"
    assert text_problem("\ud83d") == "must not contain a control character (U+D83D)"
    assert text_problem("x" * 120, 120) is None
    assert text_problem("5 €", codec="latin-1") == "must not contain €, which the connection's code page latin-1 lacks"
    assert text_problem("5 €", codec="utf-16-le") is None


def test_tenants_are_alphanumeric() -> None:
    assert tenant_problem("Tenant1") is None
    assert tenant_problem("my-tenant") == 'must have letters and digits only, not "-"'
    assert tenant_problem("my-tenant", strict=False) is None
    assert tenant_problem("") == "must not be empty (1 to 80 characters)"
    assert tenant_problem("x" * 81) == "must have at most 80 characters, not 81"
    assert tenant_problem("a\0") == "must not contain a control character (U+0000)"


def test_a_form_can_translate_a_fault() -> None:
    fault = identifier_fault("a&b")
    assert fault is not None
    assert fault.fault is Fault.EXCLUDED
    assert fault.fault.value.format(**fault.values) == str(fault)


@given(st.text(max_size=90))
def test_what_has_no_fault_can_be_sent(value: str) -> None:
    for fault, kind in ((identifier_fault(value), identifier(1, 80)), (text_fault(value), text(1, 80))):
        if fault is None:
            assert kind.encode(value) == value


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=90))
def test_what_the_protocol_refuses_has_a_fault_and_nothing_else(value: str) -> None:
    def refused(name: bool) -> bool:
        try:
            (identifier if name else text)(1, 80).encode(value)
        except RuleBroken:
            return True
        return False

    assert refused(name=True) == (identifier_fault(value) is not None)
    assert refused(name=False) == (text_fault(value) is not None)


def test_control_characters_are_refused_beyond_what_the_protocol_demands() -> None:
    assert "\t" not in CANNOT_TRAVEL
    assert text_fault("\t") is not None
