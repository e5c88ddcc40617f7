from __future__ import annotations

import pytest

from agentpanel.protocol.framing import Encoding, Framer
from agentpanel.settings.errors import WrongError
from agentpanel.settings.values import code_page, host, label, or_none, skill, version, whole


@pytest.mark.parametrize(
    "name", ["localhost", "dialer.example.", "dialer_1", "10.0.0.7", "::1", "fe80::1%eth0", "münchen.example", 63 * "x"]
)
def test_hosts(name: str) -> None:
    assert host(name) == name


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a/b", "a..b", ".", "[::1]", "1:2:3", "user@host", 64 * "x", ".".join(["x" * 63] * 5), None],
)
def test_no_hosts(name: object) -> None:
    with pytest.raises(WrongError, match="must be a host name or an IP address"):
        host(name)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("latin-1", "iso8859-1"),
        ("CP1252", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("koi8_r", "koi8-r"),
        ("ascii", "ascii"),
        ("UTF8", "utf-8"),
        ("cp437", "cp437"),
        ("mac_roman", "mac-roman"),
        ("cp932", "cp932"),
    ],
)
def test_code_pages_extend_ascii(name: str, codec: str) -> None:
    assert code_page(name) == codec
    text = "".join(map(chr, range(1, 10)))
    assert Framer(Encoding.ASCII, code_page=codec).pack(text) == text.encode("ascii") + b"\0"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "utf-16",
        "utf-32",
        "utf-7",
        "cp037",
        "cp500",
        "cp1026",
        "hex",
        "rot13",
        "unicode_escape",
        "idna",
        "a\0b",
        "é",
        1,
    ],
)
def test_no_code_pages(name: object) -> None:
    with pytest.raises(WrongError, match="must be a code page that extends ASCII"):
        code_page(name)


@pytest.mark.parametrize(("text", "parts"), [("10.7", (10, 7)), ("10.6.944", (10, 6, 944))])
def test_versions(text: str, parts: tuple[int, ...]) -> None:
    assert version(text) == parts


@pytest.mark.parametrize("text", ["10", "10.", "10.7.1.2", "10.7\n", "v10.7", "٣.٣", "", 10, None])
def test_no_versions(text: object) -> None:
    with pytest.raises(WrongError, match="must be a version such as"):
        version(text)


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, 3])
def test_a_truth_value_is_no_number(value: object) -> None:
    with pytest.raises(WrongError, match="must be a whole number from 0 to 2"):
        whole(0, 2)(value)


def test_labels_may_hold_what_never_travels() -> None:
    assert label("50 % & more: yes?") == "50 % & more: yes?"
    for wrong in ("", "  ", "a\nb", 201 * "x"):
        with pytest.raises(WrongError, match="printable characters"):
            label(wrong)


def test_skills_keep_to_the_names_rule() -> None:
    assert skill(strict=True)("Spoken English") == "Spoken English"
    with pytest.raises(WrongError, match="must not contain &"):
        skill(strict=True)("R&D")
    assert skill(strict=False)("R&D") == "R&D"


def test_only_an_empty_text_is_none() -> None:
    assert or_none(label)("") is None
    with pytest.raises(WrongError):
        or_none(label)(False)
