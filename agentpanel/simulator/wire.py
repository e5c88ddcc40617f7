"""One client's bytes: what it sent as events, what it is told as bytes in its own framing."""

from __future__ import annotations

from agentpanel.protocol.codec import Reading, decode, encode
from agentpanel.protocol.errors import LocalProtocolError, RemoteProtocolError
from agentpanel.protocol.frame import Frame, Framing
from agentpanel.protocol.framing import MAX_TEXT, Damaged, Encoding, Framer, Text
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.messages import ErrorReport
from agentpanel.simulator.events import Heard, Noise
from agentpanel.simulator.scenario import Scenario


class Wire:
    """The dialer's end of one connection. It keeps the exact text of what it reads, since ER quotes it."""

    def __init__(self, client: int, encoding: Encoding, scenario: Scenario) -> None:
        self._client = client
        self._scenario = scenario
        self._framing = Framing.V2
        self._reads = Framer(encoding)
        # ER quotes a whole message, and so may be longer than the longest of them
        self._writes = Framer(encoding, max_text=2 * MAX_TEXT)

    def receive(self, data: bytes) -> list[Heard | Noise]:
        """What these bytes completed."""
        return [self._heard(piece) for piece in self._reads.feed(data)]

    def say(self, message: Message, interface: str) -> bytes:
        """The bytes of a message."""
        framing = self._framing if self._scenario.choices.framing_out == "client" else self._chosen
        return self.utter(self._frame(message, interface).text(framing))

    def utter(self, text: str) -> bytes:
        """The bytes of any text; what the 8-bit port cannot carry becomes a question mark."""
        try:
            return self._writes.pack(text)
        except LocalProtocolError:
            return self._writes.pack(text.encode("latin-1", "replace").decode("latin-1"))

    @property
    def _chosen(self) -> Framing:
        return Framing(self._scenario.choices.framing_out)

    def _frame(self, message: Message, interface: str) -> Frame:
        if isinstance(message, ErrorReport):
            # FM exactly as it came, also with characters that no message may carry
            params = (("EC", str(message.error_code)), ("FM", message.faulty or ""))
            return Frame(service="CG", interface=interface, code="ER", params=params)
        return encode(message, version=self._scenario.dialer_version, interface=interface)

    def _heard(self, piece: Text | Damaged) -> Heard | Noise:
        if isinstance(piece, Damaged):
            return Noise(self._client, piece.reason)
        return Heard(self._client, piece.text, self._read(piece.text))

    def _read(self, text: str) -> Reading | None:
        try:
            frame = Frame.parse(text)
        except RemoteProtocolError:
            return None
        self._framing = Framing.V1 if frame.service is None else Framing.V2
        return decode(frame, Side.DIALER)
