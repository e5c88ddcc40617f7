"""HOST:PORT, read and written in one way everywhere."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.%\w]+)\]|(?P<host>[^\s:\[\]]+)):(?P<port>[0-9]{1,5})")


def read_address(text: str) -> tuple[str, int]:
    """``dialer.example:6500`` or ``[::1]:6500`` in two. Raises ValueError with what is allowed."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or not 1 <= int(found["port"]) <= 65535:
        raise ValueError(f"{text!r} is not HOST:PORT, such as dialer.example:6500 or [::1]:6500")
    return found["six"] or found["host"], int(found["port"])


def address_text(address: tuple[str, int]) -> str:
    """``host:port``, an IPv6 address in brackets."""
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
