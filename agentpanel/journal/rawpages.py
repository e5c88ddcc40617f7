"""Records straight from the pages of a damaged file, past whatever led to them (https://sqlite.org/fileformat2.html).

What has changed since the last checkpoint is taken from the write-ahead log beside the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final

MAGIC: Final = b"SQLite format 3\0"
#: Size of a page where the header does not tell.
_USUAL_SIZE: Final = 4096
#: Kinds of pages that hold records: rows by their rowid; records by their key (the inner pages have some too).
_ROWS, _KEYS, _INNER_KEYS = 0x0D, 0x0A, 0x02
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)
#: A longer record is none of ours.
_LONGEST: Final = 64 * 1024 * 1024
#: Bytes of a number by its serial type.
_NUMBERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Record = tuple[Any, ...]


class _NoRecordError(Exception):
    """What stands here is no record."""


def header_form(path: Path) -> int | None:
    """The form that the header tells; None where there is no header. Raises OSError."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        head = file.read(100)
    return int.from_bytes(head[60:64], "big") if head.startswith(MAGIC) and len(head) == 100 else None


def records(path: Path) -> Iterator[tuple[int | None, Record]]:
    """Each record with its rowid, or None for one by key, as far as it can be read. Raises OSError."""
    with ExitStack() as stack:
        pages = _Pages(path, stack)
        for number in range(1, pages.count + 1):
            yield from _records_of_page(pages, number)


class _Pages:
    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._file: BinaryIO = stack.enter_context(path.open("rb"))
        head = self._file.read(100)
        wal = path.with_name(f"{path.name}-wal")
        self._log: BinaryIO | None = stack.enter_context(wal.open("rb")) if wal.exists() else None
        log_head = self._log.read(32) if self._log is not None else b""
        self.size = _page_size(head, log_head)
        reserved = head[20] if head.startswith(MAGIC) and len(head) > 20 else 0
        self.usable = self.size - reserved
        self._logged = _logged_pages(self._log, log_head, self.size)
        in_file = -(-path.stat().st_size // self.size)
        self.count = max([in_file, *self._logged])

    def page(self, number: int) -> bytes:
        """The newest content; shorter at the end of a file that was cut."""
        if not 0 < number <= self.count:
            raise _NoRecordError
        at = self._logged.get(number)
        if at is not None and self._log is not None:
            self._log.seek(at)
            return self._log.read(self.size)
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)


def _page_size(head: bytes, log_head: bytes) -> int:
    """As the file tells, else the log."""
    told = int.from_bytes(head[16:18] if head.startswith(MAGIC) else log_head[8:12], "big")
    size = 65536 if told == 1 else told
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else _USUAL_SIZE


def _logged_pages(log: BinaryIO | None, head: bytes, size: int) -> dict[int, int]:
    """Where the log has pages, up to the last transaction that was ended in it."""
    if log is None or len(head) < 32 or int.from_bytes(head[:4], "big") not in _WAL_MAGIC:
        return {}
    ended: dict[int, int] = {}
    open_: dict[int, int] = {}
    while len(frame := log.read(24)) == 24 and frame[8:16] == head[16:24]:
        number, pages_after = struct.unpack(">II", frame[:8])
        open_[number] = log.tell()
        if pages_after:
            ended |= open_
            open_ = {}
        log.seek(size, 1)
    return ended


def _records_of_page(pages: _Pages, number: int) -> Iterator[tuple[int | None, Record]]:
    page = pages.page(number)
    at = 100 if number == 1 else 0
    kind = page[at] if len(page) > at + 12 else 0
    if kind not in (_ROWS, _KEYS, _INNER_KEYS):
        return
    cells = int.from_bytes(page[at + 3 : at + 5], "big")
    pointers = at + (12 if kind == _INNER_KEYS else 8)
    for place in range(pointers, min(pointers + 2 * cells, len(page) - 1), 2):
        try:
            yield _cell(pages, page, int.from_bytes(page[place : place + 2], "big"), kind)
        except (_NoRecordError, IndexError, UnicodeDecodeError, struct.error):
            continue  # the next one may be whole


def _cell(pages: _Pages, page: bytes, at: int, kind: int) -> tuple[int | None, Record]:
    at += 4 if kind == _INNER_KEYS else 0
    length, at = _varint(page, at)
    rowid = None
    if kind == _ROWS:
        rowid, at = _varint(page, at)
        rowid -= (rowid >> 63) << 64
    if length > _LONGEST:
        raise _NoRecordError
    return rowid, _decoded(_payload(pages, page, at, length, kind))


def _payload(pages: _Pages, page: bytes, at: int, length: int, kind: int) -> bytes:
    """The bytes of a record, with those that spilled over into other pages."""
    usable = pages.usable
    most = usable - 35 if kind == _ROWS else (usable - 12) * 64 // 255 - 23
    if length <= most:
        return _exactly(page[at : at + length], length)
    least = (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    local = local if local <= most else least
    found = bytearray(page[at : at + local])
    follows = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(found) < length:
        more = pages.page(follows)
        follows = int.from_bytes(more[:4], "big")
        if len(more) < usable:
            raise _NoRecordError
        found += more[4 : 4 + min(usable - 4, length - len(found))]
    return bytes(found)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise _NoRecordError
    return data


def _decoded(payload: bytes) -> Record:
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    values = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in (0, 8, 9):
        return (None, 0, 1)[max(0, kind - 7)], at
    if kind in _NUMBERS:
        end = at + _NUMBERS[kind]
        return int.from_bytes(_exactly(payload[at:end], end - at), "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if kind < 12:
        raise _NoRecordError
    end = at + (kind - 12) // 2
    data = _exactly(payload[at:end], end - at)
    return (data.decode() if kind % 2 else data), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Up to nine bytes, seven bits each, all eight of the last."""
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    raise _NoRecordError
