from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agentpanel.settings.lines import Path, key_at, key_lines


def paths_of(node: Any, at: Path = ()) -> set[Path]:
    """Every table, element and key of what tomllib made."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return {at, *(path for key, value in pairs for path in paths_of(value, (*at, key)))}


def lines_of(text: str) -> dict[Path, int]:
    """The lines, after a check that they are of exactly what tomllib read."""
    text = dedent(text).lstrip("\n")
    lines = key_lines(text)
    assert set(lines) == paths_of(tomllib.loads(text)) - {()}
    return lines


def test_keys_of_tables() -> None:
    lines = lines_of(
        """
        top = 1

        [server]  # a comment = 1
        host = "x" # port = 3
            port = 1
        """
    )
    assert lines == {("top",): 1, ("server",): 3, ("server", "host"): 4, ("server", "port"): 5}


def test_arrays_of_tables_count_their_elements() -> None:
    lines = lines_of(
        """
        [[break]]
        code = 1
        [other]
        a = 1
        [[break]]

        code = 2
        [break.inner]
        deep = true
        [[break]]
        [[break.nested]]
        x = 1
        [[break.nested]]
        y = 2
        """
    )
    assert lines["break",] == 1
    assert lines["break", 0, "code"] == 2
    assert (lines["break", 1], lines["break", 1, "code"]) == (5, 7)
    assert (lines["break", 1, "inner"], lines["break", 1, "inner", "deep"]) == (8, 9)
    assert lines["break", 2, "nested", 0, "x"] == 12
    assert lines["break", 2, "nested", 1, "y"] == 14


def test_dotted_and_quoted_keys() -> None:
    lines = lines_of(
        r"""
        server.host = 1
        server . "port" = 2
        [campaign."A.B"]
        'max wrap' = 3
        tags.T1.label = "x"
        ["cam\"paign".'c#]']
        "é\u00e9" = 1
        "" = 2
        """
    )
    assert lines["server",] == 1
    assert lines["server", "port"] == 2
    assert lines["campaign", "A.B", "max wrap"] == 4
    assert lines["campaign", "A.B", "tags", "T1", "label"] == 5
    assert lines['cam"paign', "c#]", "éé"] == 7
    assert lines['cam"paign', "c#]", ""] == 8


def test_a_table_reopened_by_its_children_keeps_its_first_line() -> None:
    lines = lines_of(
        """
        [campaign.A.tags.T1]
        label = "x"
        [campaign.A]
        max_wrap_s = 1
        """
    )
    assert lines["campaign", "A"] == 1
    assert lines["campaign", "A", "max_wrap_s"] == 4


@pytest.mark.parametrize(
    "string",
    [
        '"""\nport = 1\n[server]\n"""',
        "'''\nport = 1\n[[break]]\n'''",
        '"""\n a "quoted" ""word"" \\""" port = 1\n"""',
        '"""ends with quotes"""""',
        "'''ends with quotes'''''",
        '""""""',
        "''''''",
        '"""\\\n   \\\\"""',
        r'"\\"',
        r'"a \" port = 1 # "',
        "'C:\\'",
        '"# no comment"',
        "['a = 1', \"b]\", '''\n]\n''', # port = 1 ]\n]",
        "[\n[1,\n2],\n[], {a = 1, 'b' = {c = '}'}},\n]",
        "{port = 1, a.b = [{x = '''\n'''}, {x = 2}]}",
        "1979-05-27 07:32:00 # port = 1",
        "-inf",
        "0x1F",
        "true",
    ],
)
def test_nothing_inside_a_value_counts_as_a_key(string: str) -> None:
    lines = lines_of(f"first = {string}\nport = 2\n[server]\nport = 3\n")
    after = string.count("\n") + 2
    assert lines["port",] == after
    assert lines["server", "port"] == after + 2


def test_inline_tables_and_arrays_have_lines_inside() -> None:
    lines = lines_of(
        """
        break = [
          {code = 1},

          # {code = 9},
          {code = 2, text = "x"},
        ]
        """
    )
    assert (lines["break", 0, "code"], lines["break", 1, "text"]) == (2, 5)


def test_windows_line_ends() -> None:
    assert key_lines("[a]\r\nx = 1\r\n\r\ny = '''\r\n'''\r\nz = 1\r\n")["a", "z"] == 6


def test_a_broken_text_gives_what_stood_before() -> None:
    assert key_lines("[server]\nhost = 1\nport 2\nname = 3\n") == {
        ("server",): 1,
        ("server", "host"): 2,
        ("server", "port"): 3,
    }


def test_the_key_at_a_line_is_also_a_repeated_one() -> None:
    text = "[server]\nport = 1\nport = 2\n\n"
    assert key_at(text, 3) == (("server", "port"), 3)
    assert key_at(text, 4) == ((), 4)


def test_the_last_key_of_a_text_is_where_an_endless_value_began() -> None:
    assert key_at('[server]\nhost = """\n\nport = 1\n', None) == (("server", "host"), 2)
    assert key_at("", None) == ((), 1)


_KEYS = st.sampled_from(["a", "b", "port", "x-y", "with space", "dot.ted", 'quo"te', "é", "#", "=", "[", ""])
_TEXTS = st.text(alphabet="a=1 #[]{}'\"\\\n.,", max_size=12)


@dataclass
class _Writer:
    """TOML that is written in odd but legal ways, and the line of all that it wrote."""

    draw: st.DrawFn
    text: str = ""
    lines: dict[Path, int] = field(default_factory=dict)

    def put(self, text: str) -> None:
        self.text += text

    def note(self, path: Path) -> None:
        line = self.text.count("\n") + 1
        for size in range(1, len(path) + 1):
            self.lines.setdefault(path[:size], line)

    def key(self, key: str) -> str:
        basic = '"' + key.replace('"', '\\"') + '"'
        forms = [basic, f"'{key}'"]
        if key and all(each.isascii() and (each.isalnum() or each in "-_") for each in key):
            forms.append(key)
        return self.draw(st.sampled_from(forms))

    def space(self) -> None:
        self.put(self.draw(st.sampled_from(["", "\n", "# a = [1\n", "  \n\t", "#'''\n"])))

    def string(self, value: str) -> None:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        forms = ['"' + escaped.replace("\n", "\\n") + '"', f'"""\n{escaped}"""']
        if "'" not in value:
            forms += [f"'''\n{value}'''"] + [f"'{value}'"] * ("\n" not in value)
        self.put(self.draw(st.sampled_from(forms)))

    def value(self, path: Path, depth: int, *, inline: bool = False) -> None:
        kind = self.draw(st.sampled_from(["text", "number", "array", "table"] if depth else ["text", "number"]))
        if kind == "text":
            self.string(self.draw(_TEXTS))
        elif kind == "number":
            self.put(self.draw(st.sampled_from(["1", "-2.5e3", "true", "07:32:00", "1979-05-27 07:32:00", "nan"])))
        elif kind == "array":
            self.put("[")
            for index in range(self.draw(st.integers(0, 3))):
                self.space()
                self.note((*path, index))
                self.value((*path, index), depth - 1, inline=inline)
                self.space()
                self.put(",")
            self.space()
            self.put("]")
        else:
            self.put("{")
            for number, key in enumerate(self.draw(st.lists(_KEYS, unique=True, max_size=3))):
                self.put(", " if number else " ")
                self.note((*path, key))
                self.put(f"{self.key(key)} = ")
                self.value((*path, key), depth - 1, inline=True)
            self.put("}")

    def table(self, path: Path) -> None:
        for key in self.draw(st.lists(_KEYS, unique=True, max_size=3)):
            self.space()
            if self.text and not self.text.endswith(("\n", "\t")):
                self.put("\n")
            dotted = [key] + [f"k{number}" for number in range(self.draw(st.integers(0, 2)))]
            self.note((*path, *dotted))
            self.put(self.draw(st.sampled_from([".", " . "])).join(self.key(each) for each in dotted) + "= ")
            self.value((*path, *dotted), 2)
            self.put(self.draw(st.sampled_from(["\n", " # a = 1\n"])))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    writer = _Writer(draw)
    writer.table(())
    elements: dict[str, int] = {}
    # Names that the tables' own keys never have, so that no header repeats a key.
    for name in draw(st.lists(st.sampled_from(["T1", "T2", "A", "B"]), max_size=5)):
        array = name in "AB"
        if not array and name in elements:
            continue
        writer.space()
        writer.put("" if writer.text.endswith("\n") or not writer.text else "\n")
        index = elements.get(name, 0)
        elements[name] = index + 1
        path: Path = (name, index) if array else (name,)
        writer.note(path)
        writer.put(f"[[ {name} ]]\n" if array else f"[{writer.key(name)}] # [x]\n")
        writer.table(path)
    return writer.text, writer.lines


@given(documents())
def test_each_key_of_any_text_has_its_line(document: tuple[str, dict[Path, int]]) -> None:
    text, lines = document
    assert set(lines) == paths_of(tomllib.loads(text)) - {()}
    assert key_lines(text) == lines


@given(documents(), st.data())
def test_a_text_cut_anywhere_keeps_the_lines_before_the_cut(
    document: tuple[str, dict[Path, int]], data: st.DataObject
) -> None:
    text, lines = document
    cut = text[: data.draw(st.integers(0, len(text)))]
    found = key_lines(cut)
    whole_lines = cut.count("\n")
    assert {path: line for path, line in found.items() if line <= whole_lines}.items() <= lines.items()


@given(st.text(alphabet="ab=.[]{}'\"\\\n #,1\r\t\0é"))
@example("[" * 50)
@example('"""')
@example("a = {" * 10)
@example("a = " + "[" * 100_000)
def test_no_text_at_all_raises(text: str) -> None:
    assert all(line >= 1 for line in key_lines(text).values())
