"""Tests talk to this machine only."""

from __future__ import annotations

import ipaddress
import sys

_attempts: list[str] = []


def watch() -> None:
    """From now on refuse, and remember, any connection or name look-up that would leave the machine.

    An audit hook cannot be removed again, and so no code under test can step around it.
    """
    sys.addaudithook(_audit)


def attempts() -> list[str]:
    """What was tried since the last call."""
    seen = _attempts.copy()
    _attempts.clear()
    return seen


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a local socket has a path instead
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host is not None and not _is_here(str(host, "ascii") if isinstance(host, bytes) else str(host)):
        _attempts.append(f"{event} {host}")
        raise ConnectionRefusedError(f"a test may not reach {host}")


def _is_here(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
