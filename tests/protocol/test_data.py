from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentpanel.protocol.data import CallData, DataFormat, parse
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.kinds import CANNOT_TRAVEL

XML = (
    '<MagicXMLDocument xmlns="urn:sample"><r><EntryPoint Name="Step" />'
    '<c i="0" n="Contact_ID" m="true" d="00001234" /><c i="0" n="Surname" m="false" d="O&apos;Neil &amp; Co" />'
    "</r></MagicXMLDocument>"
)
JSON = '{"Contact_ID": 1234, "Surname": "O\'Neil", "Retry": null, "VIP": true}'
LEGACY = "Customer_ID~N~00100234|Likes_Beer~Y~1"


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        (XML, DataFormat.XML, {"Contact_ID": "00001234", "Surname": "O'Neil & Co"}),
        (JSON, DataFormat.JSON, {"Contact_ID": "1234", "Surname": "O'Neil", "Retry": "", "VIP": "true"}),
        (LEGACY, DataFormat.LEGACY, {"Customer_ID": "00100234", "Likes_Beer": "1"}),
        ("Prefers mornings", DataFormat.PLAIN, {}),
        ("", DataFormat.PLAIN, {}),
        ("a | b ~ c", DataFormat.PLAIN, {}),
        # what begins like another format and is not is left alone
        ("<b>note</b>", DataFormat.PLAIN, {}),
        ("< 5 minutes", DataFormat.PLAIN, {}),
        ('{"a": {"b": 1}}', DataFormat.PLAIN, {}),
        ("{A}~N~1", DataFormat.PLAIN, {}),
    ],
)
def test_the_format_is_recognised(text: str, kind: DataFormat, fields: dict[str, str]) -> None:
    data = parse(text)
    assert (data.format, data.text, dict(data.fields)) == (kind, text, fields)
    assert list(data.fields) == list(fields)


@pytest.mark.parametrize("text", [XML, JSON, LEGACY])
def test_a_value_is_overwritten_in_its_place(text: str) -> None:
    data = parse(text)
    for key, old in data.fields.items():
        changed = data.with_value(key, "Ann")
        assert dict(changed.fields) == dict(data.fields) | {key: "Ann"}
        assert list(changed.fields) == list(data.fields)
        assert changed.format is data.format
        assert changed.with_value(key, old).fields == data.fields


@pytest.mark.parametrize("text", [XML, JSON, LEGACY])
def test_a_new_key_comes_last(text: str) -> None:
    changed = parse(text).with_value("Note", "call later")
    assert list(changed.fields.items())[-1] == ("Note", "call later")
    assert list(changed.fields)[:-1] == list(parse(text).fields)


@pytest.mark.parametrize("text", [XML, JSON, LEGACY])
def test_unchanged_data_is_the_very_same_text(text: str) -> None:
    data = parse(text)
    same = data
    for key, value in data.fields.items():
        same = same.with_value(key, value)
    assert same is data


def test_only_the_value_changes_in_the_text() -> None:
    assert parse(XML).with_value("Contact_ID", "7").text == XML.replace("00001234", "7")
    assert parse(LEGACY).with_value("Likes_Beer", "0").text == "Customer_ID~N~00100234|Likes_Beer~Y~0"
    assert parse(JSON).with_value("Surname", "Ann").text == JSON.replace("O'Neil", "Ann")


def test_plain_text_has_no_keys_to_set() -> None:
    with pytest.raises(LocalProtocolError, match=r"^DT Note: cannot be set, since plain text has no keys$"):
        parse("Prefers mornings").with_value("Note", "x")


def test_a_document_without_a_row_has_no_place_for_a_key() -> None:
    with pytest.raises(LocalProtocolError, match="DT Note: cannot be added, since the document has no row"):
        parse("<MagicXMLDocument/>").with_value("Note", "x")


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        *((LEGACY, character) for character in "|~\\\0\r\n"),
        *((JSON, character) for character in '"\\\0\r\n\t\x1f'),
        *((XML, character) for character in "\0\x01\x1f\ud800\uffff"),
    ],
)
def test_characters_that_cannot_stand_there_are_refused(text: str, bad: str) -> None:
    data = parse(text)
    for key, value in (("Surname", f"a{bad}b"), ("New", bad), (f"Ke{bad}y", "x")):
        with pytest.raises(LocalProtocolError) as caught:
            data.with_value(key, value)
        assert (caught.value.message, caught.value.parameter) == ("DT", key)
        assert caught.value.rule == f"the character {bad!r} cannot stand in this data"


@pytest.mark.parametrize("text", [XML, JSON, LEGACY])
def test_a_key_must_not_be_empty(text: str) -> None:
    with pytest.raises(LocalProtocolError, match="a key must not be empty"):
        parse(text).with_value("", "x")


def test_data_is_frozen_and_compared_by_its_text() -> None:
    data = parse(LEGACY)
    assert data == parse(LEGACY) != parse(XML)
    assert hash(data) == hash(parse(LEGACY))
    with pytest.raises(FrozenInstanceError):
        data.text = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        data.fields["a"] = "b"  # type: ignore[index]


def test_formats_have_the_numbers_of_the_session_preference() -> None:
    assert [kind.value[0] for kind in DataFormat] == [0, 1, 2, 3]


keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@given(start=st.sampled_from([XML, JSON, LEGACY]), changes=st.dictionaries(keys, keys, max_size=5))
def test_what_was_written_is_what_is_read(start: str, changes: dict[str, str]) -> None:
    data = parse(start)
    expected = dict(data.fields)
    for key, value in changes.items():
        try:
            data = data.with_value(key, value)
        except LocalProtocolError:
            continue
        expected[key] = value
    assert dict(data.fields) == expected
    assert CANNOT_TRAVEL.isdisjoint(data.text)
    assert parse(data.text) == data
    assert isinstance(data, CallData)
