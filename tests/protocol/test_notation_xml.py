from __future__ import annotations

from itertools import pairwise

import pytest

from agentpanel.protocol.data import DataFormat, parse
from agentpanel.protocol.errors import LocalProtocolError
from agentpanel.protocol.notation_xml import XmlNotation

XML = XmlNotation()


def fields(text: str) -> dict[str, str]:
    sheet = XML.read(text)
    assert sheet is not None
    return {cell.key: cell.value for cell in sheet.cells}


def document(row: str) -> str:
    return f'<MagicXMLDocument xmlns="urn:sample"><r>{row}</r></MagicXMLDocument>'


def test_cells_of_the_row_are_read() -> None:
    text = document('<EntryPoint Name="Step" /><c i="0" n="id" m="true" d="1" /><c i="1" n="tn" m="false" d="12345" />')
    assert fields(text) == {"id": "1", "tn": "12345"}


def test_only_cells_of_a_row_count() -> None:
    text = (
        '<MagicXMLDocument><c n="a" d="1"/><x><c n="b" d="1"/></x><r><y><c n="e" d="1"/></y>'
        '<c d="1"/><c n="f"/><C n="g" d="1"/></r><r><c n="h" d="2"/></r></MagicXMLDocument>'
    )
    assert fields(text) == {"f": "", "h": "2"}


def test_references_and_both_quotes_are_read() -> None:
    text = document("""<c n='a&amp;b' d='say "hi" &#92; &lt;&#x41;&gt;'/><c n="e" d="it's&#10;&apos;" />""")
    assert fields(text) == {"a&b": 'say "hi" \\ <A>', "e": "it's\n'"}


@pytest.mark.parametrize(
    "text",
    [
        "<",
        "<r/>",
        "<MagicXMLDocument>",
        "<MagicXMLDocument></r></MagicXMLDocument>",
        "<MagicXMLDocument/><MagicXMLDocument/>",
        "<Magicxmldocument/>",
        "<MagicXMLDocument>&nbsp;</MagicXMLDocument>",
        '<MagicXMLDocument a="1" a="2"/>',
        "<MagicXMLDocument>\0</MagicXMLDocument>",
        "<MagicXMLDocument>\ud800</MagicXMLDocument>",
        "<!DOCTYPE MagicXMLDocument><MagicXMLDocument/>",
        '<!DOCTYPE m [<!ENTITY a "b">]><MagicXMLDocument><r><c n="x" d="&a;"/></r></MagicXMLDocument>',
        '<!DOCTYPE m SYSTEM "file:///etc/passwd"><MagicXMLDocument/>',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert XML.read(text) is None


def test_a_bomb_of_entities_is_refused_before_it_grows() -> None:
    names = [f"e{number}" for number in range(64)]
    bomb = "".join(f'<!ENTITY {to} "{f"&{of};" * 10}">' for of, to in pairwise(names))
    text = f'<!DOCTYPE m [<!ENTITY e0 "x">{bomb}]><MagicXMLDocument><r><c n="a" d="&e63;"/></r></MagicXMLDocument>'
    assert parse(text).format is DataFormat.PLAIN


@pytest.mark.parametrize("text", ["<a>" * 40_000, "<MagicXMLDocument><r>" + "<c n='a' d='1'/>" * 8_000, "<a " * 40_000])
def test_large_hostile_documents_end(text: str) -> None:
    assert XML.read(text) is None


def test_a_large_row_is_edited() -> None:
    text = document("".join(f'<c i="0" n="é{number}" m="false" d="ü" />' for number in range(2_000)))
    changed = parse(text).with_value("é1999", "x")
    assert changed.text == text[::-1].replace('"ü"', '"x"', 1)[::-1]


def test_flags_namespace_order_and_foreign_elements_stay() -> None:
    text = (
        '<?xml version="1.0"?><!-- by hand --><MagicXMLDocument xmlns="urn:sample">\n<r x="1">'
        "<EntryPoint Name='Step'/><c  i = '7'\tn='a'  m='true' d = 'old' z='/>' ></c><c n=\"b\" d=\"old\"/>"
        "</r>\n</MagicXMLDocument>"
    )
    changed = parse(text).with_value("a", 'it\'s "new"')
    assert changed.text == text.replace("'old'", '"it\'s &quot;new&quot;"')
    assert parse(text).with_value("b", "new").text == text.replace('"old"', '"new"')


def test_what_could_not_travel_goes_by_reference() -> None:
    changed = parse(document('<c n="a" d=""/>')).with_value("a", "C:\\tmp\r\n\t<&>\"'é\U0001f600")
    assert "C:&#92;tmp&#13;&#10;&#9;&lt;&amp;&gt;&quot;'é\U0001f600" in changed.text
    assert changed.fields["a"] == "C:\\tmp\r\n\t<&>\"'é\U0001f600"


def test_a_cell_without_a_value_gets_one() -> None:
    assert parse(document('<c n="a" />')).with_value("a", "1").text == document('<c n="a" d="1" />')
    assert parse(document("<c n='a'></c>")).with_value("a", "1").text == document("<c n='a' d=\"1\"></c>")


@pytest.mark.parametrize(
    ("value", "flag"),
    [("17", "true"), ("-1.5", "true"), ("true", "true"), ("", "false"), ("x1", "false"), ("1.", "false")],
)
def test_new_cells_mark_numbers(value: str, flag: str) -> None:
    changed = parse(document('<c n="a" d="1"/>')).with_value("b&", f"{value}")
    assert changed.text == document(f'<c n="a" d="1"/><c i="0" n="b&amp;" m="{flag}" d="{value}" />')


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<r></r>", '<r><c i="0" n="k" m="false" d="v" /></r>'),
        ("<r/>", '<r><c i="0" n="k" m="false" d="v" /></r>'),
        ('<r a="/" />', '<r a="/"><c i="0" n="k" m="false" d="v" /></r>'),
        ("<r><x/></r><r/>", '<r><x/><c i="0" n="k" m="false" d="v" /></r><r/>'),
        ("<q:r xmlns:q='u'/>", '<q:r xmlns:q=\'u\'><q:c i="0" n="k" m="false" d="v" /></q:r>'),
    ],
)
def test_a_new_cell_goes_to_the_end_of_the_first_row(row: str, expected: str) -> None:
    text = f"<MagicXMLDocument>{row}</MagicXMLDocument>"
    assert parse(text).with_value("k", "v").text == f"<MagicXMLDocument>{expected}</MagicXMLDocument>"


def test_without_a_row_nothing_can_be_added() -> None:
    with pytest.raises(LocalProtocolError, match=r"^DT k: cannot be added, since the document has no row$"):
        parse("<MagicXMLDocument/>").with_value("k", "v")


def test_of_a_repeated_key_the_last_counts_and_is_changed() -> None:
    text = document('<c n="a" d="1"/><c n="a" d="2"/>')
    assert fields(text) == {"a": "2"}
    assert parse(text).with_value("a", "3").text == document('<c n="a" d="1"/><c n="a" d="3"/>')
