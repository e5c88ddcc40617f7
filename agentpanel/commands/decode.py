"""`agentpanel decode`: a captured stream of bytes to one line of JSON a message."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from agentpanel.commands.errors import FAILED, CommandError
from agentpanel.decode import decode_stream
from agentpanel.output import flush, json_line
from agentpanel.protocol.framing import Encoding

_CHUNK: Final = 64 * 1024


def decode(options: Namespace) -> int:
    """1 if anything was damaged. Raises CommandError where the stream cannot be read."""
    if options.file != "-":
        with _opened(options.file) as stream:
            return _decode(options, stream.fileno())
    if sys.stdin is None:
        raise CommandError("There is no standard input; name a file.")
    return _decode(options, sys.stdin.fileno())


def _opened(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise _unreadable(name, error) from error


def _decode(options: Namespace, descriptor: int) -> int:
    damaged = False
    chunks = _chunks(descriptor, "standard input" if options.file == "-" else options.file)
    for found in decode_stream(chunks, encoding=Encoding(options.encoding), side=options.side):
        damaged = damaged or "error" in found
        json_line(found, flushed=False)
    flush()
    return FAILED if damaged else 0


def _chunks(descriptor: int, name: str) -> Iterator[bytes]:
    """What a pipe holds now; what was found so far is written before the next read, which may take long."""
    while True:
        flush()
        try:
            data = os.read(descriptor, _CHUNK)
        except OSError as error:
            raise _unreadable(name, error) from error
        if not data:
            return
        yield data


def _unreadable(name: str, error: OSError) -> CommandError:
    return CommandError(f"{name} cannot be read: {error.strerror}.")
