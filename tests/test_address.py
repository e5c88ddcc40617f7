"""HOST:PORT, both ways."""

from __future__ import annotations

import pytest

from agentpanel.address import address_text, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [("dialer:6500", ("dialer", 6500)), (" 10.0.0.7:1 ", ("10.0.0.7", 1)), ("[::1]:6502", ("::1", 6502))],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "dialer", "dialer:", ":6500", "::1", "::1:6500", "[dialer!]:1", "a:0", "a:65536", "a:x", "a b:1", "a:-1"],
)
def test_no_addresses(text: str) -> None:
    with pytest.raises(ValueError, match="is not HOST:PORT"):
        read_address(text)


@pytest.mark.parametrize("text", ["dialer:6500", "[::1]:6502"])
def test_written_as_read(text: str) -> None:
    assert address_text(read_address(text)) == text
