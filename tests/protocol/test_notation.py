from __future__ import annotations

import pytest

from agentpanel.protocol.notation import JsonNotation, LegacyNotation, Notation, Sheet

LEGACY, JSON = LegacyNotation(), JsonNotation()


def cells(notation: Notation, text: str) -> list[tuple[str, str]]:
    sheet = notation.read(text)
    assert sheet is not None
    return [(cell.key, cell.value) for cell in sheet.cells]


def spans(notation: Notation, text: str) -> list[str]:
    sheet = notation.read(text)
    assert sheet is not None
    return [text[cell.begin : cell.end] for cell in sheet.cells]


def with_cell(notation: Notation, text: str, key: str, value: str) -> str:
    sheet = notation.read(text)
    assert sheet is not None
    assert sheet.room is not None
    room = sheet.room
    return text[: room.begin] + room.before + notation.cell(key, value) + room.after + text[room.end :]


# --- pipe and tilde


def test_legacy_fields_have_a_key_a_letter_and_a_value() -> None:
    text = "CONTACT_ID~N~00001234|Name~Y~Ann Lee|Empty~N~|Odd~~a~b"
    assert cells(LEGACY, text) == [("CONTACT_ID", "00001234"), ("Name", "Ann Lee"), ("Empty", ""), ("Odd", "a~b")]
    assert spans(LEGACY, text) == ["00001234", "Ann Lee", "", "a~b"]


@pytest.mark.parametrize(
    "text", ["", "|", "note", "a~b", "~N~1", "a~NN~1", "a~1~1", "a~N~1|", "a~N~1||b~N~2", "a~N~1|note"]
)
def test_only_texts_that_fit_throughout_are_legacy(text: str) -> None:
    # one pipe at the end is a habit of some writers
    assert (LEGACY.read(text) is not None) is (text == "a~N~1|")


def test_legacy_cells_are_added_at_the_end() -> None:
    assert with_cell(LEGACY, "a~N~1", "b", "2") == "a~N~1|b~N~2"
    assert with_cell(LEGACY, "a~N~1|", "b", "2") == "a~N~1|b~N~2|"
    assert LEGACY.value("2", "1") == "2"


# --- JSON


def test_json_scalars_are_texts_with_their_digits() -> None:
    text = ' { "a" : 1.50 ,"b":-2e+10,"c":"x, }é","d":true,"e":false,"f":null, "g":"" } '
    assert cells(JSON, text) == [
        ("a", "1.50"),
        ("b", "-2e+10"),
        ("c", "x, }é"),
        ("d", "true"),
        ("e", "false"),
        ("f", ""),
        ("g", ""),
    ]
    assert spans(JSON, text)[:3] == ["1.50", "-2e+10", '"x, }é"']


def test_json_escapes_are_read() -> None:
    assert cells(JSON, r'{"a\"b": "\u00e9\n\\"}') == [('a"b', "é\n\\")]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "x",
        "{a:1}",
        '{"a"}',
        '{"a":}',
        '{"a":1,}',
        '{"a":1}x',
        'x{"a":1}',
        '{"a":01}',
        '{"a":+1}',
        '{"a":NaN}',
        '{"a":[1]}',
        '{"a":{}}',
        '{"a":"\n"}',
        '{"a":"\\x"}',
        '{"a":"b}',
        "{'a':1}",
        '{"a":1 "b":2}',
        '{"a":' * 100_000,
        '{"a":"' + "\\" * 100_000,
        '{"a":' + "1" * 100_000,
    ],
)
def test_anything_but_an_object_of_scalars_is_no_json_of_ours(text: str) -> None:
    assert JSON.read(text) is None


def test_json_cells_are_added_after_the_last() -> None:
    assert with_cell(JSON, '{ "a": 1 }', "b", "2") == '{ "a": 1,"b":"2" }'
    assert with_cell(JSON, "{ }", "b", "2") == '{"b":"2" }'


@pytest.mark.parametrize(
    ("old", "new", "literal"),
    [
        ("1", "2.50", "2.50"),
        ("1", "007", '"007"'),
        ("1", "many", '"many"'),
        ("true", "false", "false"),
        ("true", "1", '"1"'),
        ('"x"', "2", '"2"'),
        ('"x"', "true", '"true"'),
        ("null", "x", '"x"'),
    ],
)
def test_json_types_stay_where_the_value_allows(old: str, new: str, literal: str) -> None:
    assert JSON.value(new, old) == literal


def test_a_sheet_without_room_says_so() -> None:
    assert Sheet((), None).room is None
