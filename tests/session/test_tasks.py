"""Tasks are kept, named, and heard of when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from agentpanel.session.tasks import spawn


async def test_a_task_has_its_name_and_its_result() -> None:
    async def work() -> int:
        return 7

    task = spawn(work(), name="seven")
    assert task.get_name() == "seven"
    assert await task == 7


async def test_a_failure_is_logged(expected_log: Callable[..., None]) -> None:
    async def work() -> None:
        raise RuntimeError("broken")

    expected_log("the task doomed failed", level=40)
    task = spawn(work(), name="doomed")
    with pytest.raises(RuntimeError):
        await task


async def test_a_cancelled_task_is_silent() -> None:
    task = spawn(asyncio.Event().wait(), name="waiting")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
