"""One question to a running panel. Without Qt, and with little to import: `agentpanel ctl` starts as fast as it can."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Any, Final

from agentpanel.instance import DEFAULT

#: Bytes of an answer; thousands of rows of `recent` fit.
_MOST: Final = 64 * 1024 * 1024


class NotRunningError(ConnectionError):
    """No panel of that name runs."""

    def __init__(self, instance: str) -> None:
        command = "agentpanel run" if instance == DEFAULT else f"agentpanel run --instance {instance}"
        super().__init__(f"No panel named {instance} runs here; start one with: {command}")


class NoAnswerError(ConnectionError):
    """The panel took the question and did not answer it; str() says how."""


def call(instance: str, request: Mapping[str, object], timeout: float) -> dict[str, Any]:
    """The panel's answer within ``timeout`` seconds. Raises NotRunningError, NoAnswerError."""
    # All but ASCII is escaped: an argument that is no text (half a surrogate pair) travels too, and is refused.
    line = _exchange(instance, json.dumps(request).encode("ascii") + b"\n", timeout)
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise NoAnswerError("The panel's answer could not be read.") from error
    if not isinstance(answer, dict):
        raise NoAnswerError("The panel's answer could not be read.")
    return answer


def is_running(instance: str) -> bool:
    """Whether a panel of that name takes questions."""
    try:
        _open(instance, time.monotonic() + 1).close()
    except NotRunningError:
        return False
    except NoAnswerError:
        pass
    return True


def _late(timeout: float) -> NoAnswerError:
    return NoAnswerError(f"The panel has not answered within {timeout:g} s.")


def _closed() -> NoAnswerError:
    return NoAnswerError("The panel closed before it answered.")


if sys.platform == "win32":
    import threading
    from typing import BinaryIO

    from agentpanel.instance import pipe_name

    #: Windows' error 231: all ends of the pipe are in use for the moment.
    _BUSY: Final = 231

    def _open(instance: str, deadline: float) -> BinaryIO:
        while True:
            try:
                return open(pipe_name(instance), "r+b", buffering=0)  # noqa: PTH123 - a pipe; the caller closes it
            except OSError as error:
                if error.winerror != _BUSY or time.monotonic() > deadline:
                    raise NotRunningError(instance) from error
            time.sleep(0.02)

    def _exchange(instance: str, line: bytes, timeout: float) -> bytes:
        """Reading a pipe cannot be given a limit in time, so a thread does it that may be left behind."""
        pipe = _open(instance, time.monotonic() + timeout)
        found: list[bytes] = []
        reader = threading.Thread(target=_ask, args=(pipe, line, found), daemon=True)
        reader.start()
        reader.join(timeout)
        if reader.is_alive():
            raise _late(timeout)
        pipe.close()
        if not found:
            raise _closed()
        return found[0]

    def _ask(pipe: BinaryIO, line: bytes, found: list[bytes]) -> None:
        data = b""
        try:
            pipe.write(line)
            while not data.endswith(b"\n") and len(data) < _MOST:
                if not (more := pipe.read(65536)):
                    return
                data += more
        except OSError:
            return
        found.append(data)

else:
    import socket
    from pathlib import Path

    from agentpanel.instance import sockets

    def _open(instance: str, deadline: float) -> socket.socket:
        for path in sockets(instance):
            if (end := _connected(path, deadline)) is not None:
                return end
        raise NotRunningError(instance)

    def _connected(path: Path, deadline: float) -> socket.socket | None:
        """None where nothing is there, or only what a panel that died has left."""
        end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        while True:
            try:
                end.settimeout(max(0.01, deadline - time.monotonic()))
                end.connect(str(path))
            except BlockingIOError:
                # Its queue of callers is full for the moment.
                if time.monotonic() > deadline:
                    raise NoAnswerError("The panel is too busy to take the question.") from None
                time.sleep(0.01)
            except OSError:
                end.close()
                return None
            else:
                return end

    def _exchange(instance: str, line: bytes, timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        with _open(instance, deadline) as end:
            try:
                _send(end, line)
                return _read_line(end, deadline)
            except TimeoutError as error:
                raise _late(timeout) from error
            except ConnectionResetError as error:
                raise _closed() from error

    def _send(end: socket.socket, line: bytes) -> None:
        try:
            end.sendall(line)
        except (BrokenPipeError, ConnectionResetError):
            # It has refused the line before reading all of it; its reason is there to be read.
            return

    def _read_line(end: socket.socket, deadline: float) -> bytes:
        data = bytearray()
        while not data.endswith(b"\n") and len(data) < _MOST:
            end.settimeout(max(0.001, deadline - time.monotonic()))
            if not (more := end.recv(65536)):
                raise _closed()
            data += more
        return bytes(data)
