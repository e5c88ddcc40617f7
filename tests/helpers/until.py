"""Waiting for something that can be seen, never for time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


async def until(cond: Callable[[], object], timeout: float = 5.0) -> None:
    """Return as soon as `cond()` is true; AssertionError after `timeout` seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    while not cond():
        if loop.time() > end:
            raise AssertionError(f"not true within {timeout} s: {_words(cond)}")
        await asyncio.sleep(0.005)


def _words(cond: Callable[[], object]) -> str:
    code = getattr(cond, "__code__", None)
    return f"{code.co_filename}:{code.co_firstlineno}" if code else repr(cond)
