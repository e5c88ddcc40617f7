"""What the panel's loop must be able to do, whatever qasync or asyncio change at an upgrade."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import math
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from agentpanel.gui.loop import make_loop, run
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that a plain test runs itself."""
    made = make_loop(qapp)
    yield made
    made.close()


class Striker(threading.Thread):
    """Sends SIGINT as soon as the main thread sleeps inside Qt; `wake` is for the case that it sleeps on."""

    def __init__(self, wake: Callable[[], object]) -> None:
        super().__init__()
        self._wake = wake
        self._done = threading.Event()
        self.was_needed = False
        self.start()

    def run(self) -> None:
        main = threading.main_thread().ident
        while sys._current_frames()[main or 0].f_code.co_name != "run_forever":
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)
        if not self._done.wait(3):
            self.was_needed = True
            self._wake()

    def finish(self) -> None:
        self._done.set()
        self.join()


# -- input and output


async def test_streams_carry_bytes_both_ways() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        message = bytes(range(256)) * 4000
        writer.write(message)
        assert await reader.readexactly(len(message)) == message
        writer.close()
        await writer.wait_closed()


async def test_a_peer_that_goes_is_noticed() -> None:
    async def leave(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(leave, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()


async def test_names_are_looked_up() -> None:
    found = await asyncio.get_running_loop().getaddrinfo("localhost", 6500, family=2)
    assert ("127.0.0.1", 6500) in [address for *_, address in found]


async def test_a_child_process_is_heard_and_waited_for() -> None:
    program = "print(input().upper())"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await child.communicate(b"ready\n")
    assert out.split() == [b"READY"]
    assert child.returncode == 0


# -- signals


@posix
async def test_a_signal_handler_runs() -> None:
    loop = asyncio.get_running_loop()
    heard = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, heard.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await heard.wait()
    assert loop.remove_signal_handler(signal.SIGUSR1)


@posix
def test_ctrl_c_cancels_main_while_nothing_happens(qapp: QApplication) -> None:
    seen: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        striker = Striker(lambda: loop.call_soon_threadsafe(print))
        try:
            await loop.create_future()
        finally:
            striker.finish()
            seen.append("too late" if striker.was_needed else "cleaned up")

    with pytest.raises(KeyboardInterrupt):
        run(main(), qapp)
    assert seen == ["cleaned up"]


@posix
def test_ctrl_c_ends_a_loop_without_a_runner(loop: asyncio.AbstractEventLoop) -> None:
    striker = Striker(lambda: loop.call_soon_threadsafe(loop.stop))
    with pytest.raises(KeyboardInterrupt):
        loop.run_forever()
    striker.finish()
    assert not striker.was_needed
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@posix
def test_ctrl_c_is_heard_after_the_last_signal_handler_left(loop: asyncio.AbstractEventLoop) -> None:
    def add_and_remove() -> None:
        loop.add_signal_handler(signal.SIGUSR1, print)
        loop.remove_signal_handler(signal.SIGUSR1)

    loop.call_soon(add_and_remove)
    striker = Striker(lambda: loop.call_soon_threadsafe(loop.stop))
    with pytest.raises(KeyboardInterrupt):
        loop.run_forever()
    striker.finish()
    assert not striker.was_needed


# -- tasks, threads, errors


async def test_cancel_timeout_wait_for_and_task_group() -> None:
    ended: list[str] = []

    async def endless(name: str) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            ended.append(name)
            raise

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await endless("timeout")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(endless("wait_for"), 0.01)

    async def two() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(endless("group"))
            group.create_task(asyncio.to_thread(int, "no number"))

    with pytest.raises(ExceptionGroup) as failed:
        await two()
    assert isinstance(failed.value.exceptions[0], ValueError)
    assert ended == ["timeout", "wait_for", "group"]


async def test_the_default_executor_starts_threads_as_they_are_needed() -> None:
    before = threading.active_count()
    thread = await asyncio.to_thread(threading.current_thread)
    assert thread.name.startswith("asyncio")
    assert threading.active_count() == before + 1


async def test_a_thread_runs_a_coroutine_here() -> None:
    loop = asyncio.get_running_loop()

    async def where() -> threading.Thread:
        return threading.current_thread()

    def elsewhere() -> threading.Thread:
        return asyncio.run_coroutine_threadsafe(where(), loop).result(5)

    assert await asyncio.to_thread(elsewhere) is threading.main_thread()


async def test_a_handle_of_another_thread_can_be_cancelled() -> None:
    loop = asyncio.get_running_loop()
    ran: list[str] = []
    first = loop.call_soon_threadsafe(ran.append, "cancelled")
    first.cancel()
    last = await asyncio.to_thread(loop.call_soon_threadsafe, ran.append, "kept")
    await until(lambda: ran)
    assert ran == ["kept"]
    assert not last.cancelled()


async def test_the_context_is_kept() -> None:
    loop = asyncio.get_running_loop()
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="lost")
    context = contextvars.copy_context()
    context.run(variable.set, "kept")
    seen: list[str] = []

    def look() -> None:
        seen.append(variable.get())

    loop.call_soon(look, context=context)
    loop.call_soon_threadsafe(look, context=context)
    loop.call_later(0.001, look, context=context)
    await until(lambda: len(seen) == 3)
    assert seen == ["kept"] * 3


async def test_the_exception_handler_gets_what_a_callback_raised() -> None:
    loop = asyncio.get_running_loop()
    seen: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: seen.append(context))
    loop.call_soon(int, "no number")
    await until(lambda: seen)
    assert isinstance(seen[0]["exception"], ValueError)
    assert loop.get_exception_handler() is not None


async def test_without_a_handler_asyncio_logs_it(expected_log: Callable[..., object]) -> None:
    expected_log("Exception in callback", logger="asyncio", level=logging.ERROR)
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(int, "no number")
    asyncio.get_running_loop().call_soon(done.set)
    assert await done.wait()


async def test_an_abandoned_generator_is_finalised() -> None:
    ended: list[str] = []

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            ended.append("finally")

    async for _ in numbers():
        break
    await until(lambda: ended)
    assert ended == ["finally"]


def test_a_keyboard_interrupt_comes_out_and_does_not_strand_the_rest(loop: asyncio.AbstractEventLoop) -> None:
    ran: list[str] = []

    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    loop.call_soon(interrupted)
    loop.call_soon(ran.append, "behind it")
    with pytest.raises(KeyboardInterrupt):
        loop.run_forever()
    loop.run_until_complete(asyncio.sleep(0))
    assert ran == ["behind it"]


def test_what_a_stopped_loop_leaves_is_run_when_it_goes_on(qapp: QApplication, loop: asyncio.AbstractEventLoop) -> None:
    ran: list[str] = []

    def leave() -> None:
        loop.stop()
        loop.call_soon(ran.append, "left")
        loop.call_soon(loop.stop)

    loop.call_soon(leave)
    loop.run_forever()
    qapp.processEvents()
    assert not ran
    loop.run_forever()
    assert ran == ["left"]


def test_a_closed_loop_takes_nothing_more(qapp: QApplication) -> None:
    loop = make_loop(qapp)
    loop.close()
    for refused in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError, match="closed"):
            refused(print)
    assert loop.is_closed()


async def test_debug_mode_names_the_slow_and_the_careless(expected_log: Callable[..., object]) -> None:
    expected_log("Executing .* took", logger="asyncio")
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.01
    loop.set_debug(True)
    try:
        loop.call_soon(time.sleep, 0.02)
        await asyncio.sleep(0.001)
        with pytest.raises(RuntimeError, match="Non-thread-safe"):
            await asyncio.to_thread(loop.call_soon, print)
    finally:
        loop.set_debug(False)


# -- time


async def test_deadlines_are_never_early() -> None:
    loop = asyncio.get_running_loop()
    start = loop.time()
    late: dict[float, float] = {}

    def note(handle: list[asyncio.TimerHandle]) -> None:
        late[handle[0].when() - start] = loop.time() - handle[0].when()

    delays = [0.0, 0.0002, 0.0005, 0.0101, 0.033, 0.0999, 0.25, 0.5003, 0.61]
    for delay in delays:
        handle: list[asyncio.TimerHandle] = []
        handle.append(loop.call_at(start + delay, note, handle))
    await until(lambda: len(late) == len(delays))
    assert all(by >= 0 for by in late.values()), late
    assert list(late) == sorted(late)


async def test_a_deadline_is_a_handle_that_says_when() -> None:
    loop = asyncio.get_running_loop()
    before = loop.time()
    handle = loop.call_later(60, print)
    assert before + 60 <= handle.when() <= loop.time() + 60
    handle.cancel()
    assert handle.cancelled()


async def test_an_earlier_deadline_overtakes() -> None:
    loop = asyncio.get_running_loop()
    ran: list[str] = []
    loop.call_later(0.05, ran.append, "later")
    loop.call_later(0.001, ran.append, "sooner")
    await until(lambda: len(ran) == 2)
    assert ran == ["sooner", "later"]


@pytest.mark.parametrize("delays", [(math.inf, 0.001), (0.001, math.inf)], ids=["far first", "far last"])
async def test_a_slot_of_qt_may_ask_for_a_deadline(delays: tuple[float, float]) -> None:
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    handles: list[asyncio.TimerHandle] = []
    QTimer.singleShot(0, lambda: handles.extend(loop.call_later(delay, done.set) for delay in delays))
    await done.wait()
    assert len(handles) == 2


async def test_cancelled_deadlines_do_not_pile_up() -> None:
    loop = asyncio.get_running_loop()
    for _ in range(3000):
        async with asyncio.timeout(30):
            await asyncio.sleep(0)
    assert len(loop._scheduled) < 300  # type: ignore[attr-defined]


# -- Qt


async def test_qt_gets_its_turns_while_a_task_spins() -> None:
    ticks: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    spins = 0
    while len(ticks) < 20:
        await asyncio.sleep(0)
        spins += 1
    timer.stop()
    assert spins > len(ticks)


async def test_a_nested_qt_loop_makes_tasks_wait_but_kills_none(qtbot: QtBot) -> None:
    loop = asyncio.get_running_loop()
    steps: list[str] = []

    async def other() -> None:
        while "after" not in steps:
            steps.append("other")
            await asyncio.sleep(0.001)

    task = loop.create_task(other())
    await until(lambda: len(steps) > 1)
    steps.append("nested")
    loop.call_soon_threadsafe(steps.append, "other")
    qtbot.wait(20)
    steps.append("back")
    await until(lambda: steps[-1] == "other")
    steps.append("after")
    await task
    assert steps.index("back") == steps.index("nested") + 1


def test_the_last_window_may_close(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setQuitOnLastWindowClosed(True)
    window = QWidget()
    qtbot.addWidget(window)

    async def main() -> str:
        window.show()
        await until(window.isVisible)
        window.close()
        await asyncio.sleep(0.01)
        return "still here"

    assert run(main(), qapp) == "still here"


def test_run_gives_the_result_of_main(qapp: QApplication) -> None:
    async def main() -> int:
        await asyncio.sleep(0)
        return 7

    assert run(main(), qapp) == 7


def test_qt_takes_no_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 does, until the interpreter aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(400):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 50
