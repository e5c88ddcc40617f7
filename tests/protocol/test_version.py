from __future__ import annotations

import pytest

from agentpanel.protocol.version import NEWEST, parse_version, reached


@pytest.mark.parametrize(("text", "version"), [("10.7.1401", NEWEST), ("10.6", (10, 6)), ("9.2.0.45", (9, 2, 0, 45))])
def test_versions_are_numbers(text: str, version: tuple[int, ...]) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    "text", ["", "10", "10.", "10.x", "v10.7", "10.7.1.2.3", "10.7 ", "10.\u0667", "1234567.0", "-1.0"]
)
def test_other_texts_are_no_versions(text: str) -> None:
    with pytest.raises(ValueError, match="a version looks like"):
        parse_version(text)


@pytest.mark.parametrize(
    ("since", "having", "lacking"),
    [
        ("10.7.28", ["10.7.28", "10.7.1401", "10.8.1", "11.0"], ["10.7.27", "10.7", "10.6.9999", "9.9"]),
        ("10.5", ["10.5", "10.5.1", "10.6.1"], ["10.4.9999"]),
        # a build in each of two branches
        (
            "10.6.812 and 10.7.74",
            ["10.6.812", "10.6.999", "10.7.74", "10.8"],
            ["10.6.811", "10.7.73", "10.7", "10.5.9999"],
        ),
        ("10.5.330 & 10.6.196", ["10.5.330", "10.6.196", "10.7.1"], ["10.5.329", "10.6.195", "10.4.999"]),
    ],
)
def test_a_change_is_there_from_its_build_on(since: str, having: list[str], lacking: list[str]) -> None:
    assert [text for text in having if not reached(parse_version(text), since)] == []
    assert [text for text in lacking if reached(parse_version(text), since)] == []


def test_what_has_no_version_was_always_there() -> None:
    assert reached((1, 0), None)
