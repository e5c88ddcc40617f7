"""What holds for every input, whatever the peer sends and however TCP cuts it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import agentpanel.protocol.messages  # noqa: F401 - the declarations fill the registry
from agentpanel.protocol.codec import Reading, decode, encode
from agentpanel.protocol.connection import Connection, Dialect
from agentpanel.protocol.data import parse
from agentpanel.protocol.errors import LocalProtocolError, ProtocolError
from agentpanel.protocol.frame import Frame, Framing
from agentpanel.protocol.framing import Damaged, Encoding, Framer, Text
from agentpanel.protocol.message import Message, Side
from agentpanel.protocol.version import parse_version, reached
from tests.protocol.strategies import CLASSES, messages

LIMIT: Final = 48  # characters that a message may have in these tests
both_encodings = pytest.mark.parametrize("encoding", Encoding)
each_message = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
versions = st.sampled_from(["9.2", "10.4.1", "10.5.330", "10.6.359", "10.6.812", "10.7.0", "10.7.74", "10.7.1401"])


@st.composite
def streams(draw: st.DrawFn, encoding: Encoding) -> bytes:
    """Messages, some too long, among CR LF, stray terminators, halves of them, and garbage."""
    packed = st.sampled_from(["AA", r"CG:MA:OZ\TXé\RE10", r"\TK", "x" * (LIMIT - 1), "x" * LIMIT]).map(
        lambda text: Framer(encoding).pack(text)
    )
    long = st.sampled_from(["x" * (LIMIT + 1), "xyz" * LIMIT, "\U0001f600" * LIMIT, "\r\n" * LIMIT]).map(
        lambda text: text.encode("utf-16-le" if encoding is Encoding.UTF16 else "latin-1", "replace")
    )
    odd = st.sampled_from([b"\r\n", b"\0", b"\0\0", b"\r\0\n\0", b"\0\xd8"]) | st.binary(max_size=7)
    return b"".join(draw(st.lists(packed | long | odd, max_size=8)))


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(min(place, len(stream)) for place in places), len(stream)]
    return [stream[begin:end] for begin, end in pairwise(edges)]


def read(chunks: list[bytes], encoding: Encoding) -> list[Text | Damaged]:
    framer = Framer(encoding, max_text=LIMIT)
    return [piece for chunk in chunks for piece in framer.feed(chunk)] + framer.finish()


@both_encodings
@given(data=st.data(), places=st.lists(st.integers(0, 400), max_size=12))
def test_any_split_gives_the_same_messages_and_damage(
    data: st.DataObject, places: list[int], encoding: Encoding
) -> None:
    stream = data.draw(streams(encoding))
    whole = read([stream], encoding)
    assert read(cut(stream, places), encoding) == whole
    assert read(cut(stream, list(range(len(stream)))), encoding) == whole


@each_message
@settings(max_examples=15)
@given(data=st.data(), encoding=st.sampled_from(Encoding), framing=st.sampled_from(Framing))
def test_what_was_sent_is_what_is_read(
    data: st.DataObject, cls: type[Message], encoding: Encoding, framing: Framing
) -> None:
    message = data.draw(messages(classes=[cls], encoding=encoding))
    dialect = Dialect(encoding=encoding, framing=framing)
    sender, receiver = Connection(cls.META.to.other, dialect), Connection(cls.META.to, dialect)
    (reading,) = receiver.receive(sender.send(message))
    assert isinstance(reading, Reading)
    assert (reading.message, reading.problems) == (message, ())


@given(message=messages())
def test_unset_parameters_send_nothing(message: Message) -> None:
    frame = encode(message)
    fields = {param.code: getattr(message, param.field) for param in message.META.params}
    unset = [code for code, value in fields.items() if value is None or value is False]
    assert {code for code, _ in frame.params}.isdisjoint(unset)
    assert len(frame.params) + len(unset) == len(fields)


@given(message=messages(), name=versions)
def test_an_older_dialer_is_sent_nothing_newer(message: Message, name: str) -> None:
    version, meta = parse_version(name), message.META
    if not reached(version, meta.since):
        with pytest.raises(LocalProtocolError, match=f"^{meta.code}: came with version"):
            encode(message, version=version)
        return
    frame = encode(message, version=version)
    assert all(reached(version, meta.by_code[code].since) for code, _ in frame.params)
    reading = decode(frame, meta.to, version=version)
    assert reading.problems == ()
    for param in meta.params:
        if reached(version, param.since):
            assert getattr(reading.message, param.field) == getattr(message, param.field)


@both_encodings
@given(stream=st.binary(max_size=300))
def test_no_bytes_raise(stream: bytes, encoding: Encoding) -> None:
    for side in Side:
        connection = Connection(side, Dialect(encoding=encoding, max_text=LIMIT))
        pieces = connection.receive(stream) + connection.finish()
        assert all(isinstance(piece, Reading | Damaged) for piece in pieces)


#: Texts near enough to messages to come far.
texts: Final = st.lists(
    st.sampled_from(["\\", "CG:AG:", "ER", "OZ", "AL", "TK", "FM", '"', "RE", "TS", "9", ".", "-", ":", " ", "\n", "é"])
    | st.text(max_size=3),
    max_size=14,
).map("".join)


@given(text=texts)
def test_no_text_raises_but_for_the_floor_s_own_error(text: str) -> None:
    try:
        frame = Frame.parse(text)
    except ProtocolError:
        return
    assert Frame.parse(frame.text()) == frame
    for side in Side:
        reading = decode(frame, side)
        assert reading.frame is frame
        assert isinstance(reading.message, Message)


@given(text=texts | st.text(alphabet="<>/=\"'{}[]:,&|~ \\rcndmMagicXMLDocument!0", max_size=60))
def test_no_data_raises(text: str) -> None:
    assert parse(text).text == text


@both_encodings
@given(data=st.data())
def test_a_damaged_message_never_costs_its_neighbours(data: st.DataObject, encoding: Encoding) -> None:
    framer = Framer(encoding)
    before, damaged, after = (encode(data.draw(messages(encoding=encoding))).text() for _ in range(3))
    # it ends in a letter, so that on the 16-bit port a lost byte can be noticed at its end
    raw, end = framer.pack(damaged + "X"), framer.pack("")
    body = raw.removesuffix(end)
    place = data.draw(st.integers(0, len(body) - 2 * encoding.unit))
    edge = place - place % encoding.unit
    dropped, doubled = body[:place] + body[place + 1 :], body[: place + 1] + body[place:]
    hurt = data.draw(st.sampled_from([dropped, doubled, body[place:], body[:edge]]))
    pieces = framer.feed(framer.pack(before) + hurt + end + framer.pack(after))
    assert pieces[0] == Text(before, 0)
    assert isinstance(pieces[-1], Text)
    assert pieces[-1].text == after
