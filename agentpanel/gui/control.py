"""The control channel: other programs of this user ask the panel, one line of JSON in, one line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from agentpanel.control_client import is_running
from agentpanel.instance import AlreadyRunningError, Hold, NoPlaceError
from agentpanel.verbs import Request, WrongRequestError, read_request

#: Bytes of a request's line; a note has room.
MAX_LINE: Final = 64 * 1024

Answer = Mapping[str, Any]
Reply = Callable[[Answer], None]
Handle = Callable[[Request, Reply], None]


def refusal(sentence: str) -> Answer:
    """The answer to a request that was not carried out."""
    return {"ok": False, "error": sentence}


class ControlServer(QObject):
    """Listens for one instance's name; only this user can connect.

    ``handle`` is given each request and a reply, to be called once, now or later; a second call does nothing, nor
    does one for a client that has left. A client's requests are taken one after the other.
    """

    def __init__(self, instance: str, handle: Handle, parent: QObject | None = None) -> None:
        """Raises AlreadyRunningError, NoPlaceError."""
        super().__init__(parent)
        self._handle = handle
        self._hold = _held(instance)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_new_connection)
        path = _address(instance)
        # Whoever left a socket here is dead: the name is held by us.
        QLocalServer.removeServer(path)
        if not self._server.listen(path):
            self._hold.release()
            raise NoPlaceError(f"The panel cannot listen for other programs: {self._server.errorString()}.")

    @property
    def address(self) -> str:
        """The path of the socket, or the name of the pipe."""
        return self._server.fullServerName()

    def close(self) -> None:
        """Take no more requests and free the name; answers that were given are on their way."""
        self._server.close()
        for client in self.findChildren(_Client):
            client.leave()
        self._hold.release()

    def _on_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            client = _Client(socket, self)
            client.asked.connect(self._on_client_asked)
            client.listen()

    def _on_client_asked(self, request: Request, reply: Reply) -> None:
        try:
            self._handle(request, reply)
        except BaseException:
            reply(refusal("The panel met an error of its own; its log says more."))
            raise


class _Client(QObject):
    """One connection: reads a line, waits until it is answered and the answer has left, reads the next."""

    asked = Signal(object, object)  #: Request and Reply

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._buffer = bytearray()
        self._serial = 0
        self._waiting = False
        self._gone = False
        socket.setParent(self)
        # A client that floods is held back by the system.
        socket.setReadBufferSize(MAX_LINE + 1)

    def listen(self) -> None:
        """Begin; a line may be there already, and the client gone already."""
        self._socket.readyRead.connect(self._read)
        self._socket.bytesWritten.connect(self._read)
        self._socket.disconnected.connect(self._on_disconnected)
        self._read()
        if self._socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            self._on_disconnected()

    def leave(self) -> None:
        """Say no more; what was said is on its way."""
        self._waiting = True
        self._socket.flush()
        self._socket.disconnectFromServer()

    def _on_disconnected(self) -> None:
        self._gone = True
        self.deleteLater()

    def _read(self) -> None:
        """One line a turn of the event loop, so that nobody can keep it busy."""
        if self._waiting or self._gone or self._socket.bytesToWrite():
            return
        if (line := self._line()) is not None:
            self._take(line)

    def _line(self) -> bytes | None:
        if b"\n" not in self._buffer:
            self._buffer += self._socket.readAll().data()
        line, end, rest = self._buffer.partition(b"\n")
        if not end and len(line) <= MAX_LINE:
            return None
        self._buffer = rest
        return bytes(line)

    def _take(self, line: bytes) -> None:
        self._serial += 1
        self._waiting = True
        reply = partial(self._answer, self._serial)
        if len(line) > MAX_LINE:
            reply(refusal(f"A request has at most {MAX_LINE} bytes."))
            self.leave()
            return
        try:
            request = read_request(line)
        except WrongRequestError as error:
            reply(refusal(str(error)))
        else:
            self.asked.emit(request, reply)

    def _answer(self, serial: int, answer: Answer) -> None:
        if self._gone or not self._waiting or serial != self._serial:
            return
        self._waiting = False
        self._socket.write(json.dumps(answer).encode("ascii") + b"\n")
        self._socket.flush()
        QTimer.singleShot(0, self._read)


def _held(instance: str) -> Hold:
    """The name for this process. One that is held elsewhere may still answer: a login can have two socket folders."""
    hold = Hold(instance)
    if is_running(instance):
        hold.release()
        raise AlreadyRunningError(instance)
    return hold


if sys.platform == "win32":
    from agentpanel.instance import pipe_name as _address
else:
    from agentpanel.instance import socket_path

    def _address(instance: str) -> str:
        return str(socket_path(instance))
