from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked

from agentpanel.domain.identifiers import identifier_problem
from agentpanel.settings.secrets import Forgotten, Found, Kept, Missing, Secrets, Unavailable, Unfit
from tests.helpers.until import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import MemoryKeyring

DIALER = ("dialer:6500", "acme", "Tom")


class Odd(KeyringBackend):
    """A keyring that does what a test wants of it."""

    priority = 1.0
    name = "Odd Keyring"

    def __init__(self, act: Callable[[], str | None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.act = act
        self.written: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        return self.act()

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        self.act()
        self.written.append(password)

    def delete_password(self, service: str, username: str) -> None:  # noqa: ARG002
        self.act()


class PlaintextKeyring(Odd):
    """What keyrings.alt falls back to."""


class Chain(Odd):
    """Several backends behind one, as keyring joins them."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__(lambda: None)
        self.backends = backends

    def get_password(self, service: str, username: str) -> str | None:
        return next((each.get_password(service, username) for each in self.backends), None)


def raising(error: BaseException) -> Odd:
    def act() -> str:
        raise error

    return Odd(act)


def secrets(backend: KeyringBackend, **more: Any) -> Secrets:
    return Secrets(backend=lambda: backend, environ={}, **more)


def keyring_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "keyring"]


# --- where the password comes from


async def test_written_read_forgotten(memory_keyring: MemoryKeyring) -> None:
    secrets = Secrets()  # by keyring's own choice, which is the one of the test
    where = memory_keyring.name
    assert await secrets.read(*DIALER) == Missing(where=where)
    assert await secrets.write(*DIALER, "geheim") == Kept(where=where)
    assert await secrets.read(*DIALER) == Found(password="geheim", where=where)
    assert await secrets.forget(*DIALER) == Forgotten(where=where)
    assert await secrets.forget(*DIALER) == Missing(where=where)
    assert await secrets.read(*DIALER) == Missing(where=where)


async def test_each_server_tenant_and_agent_has_its_own(memory_keyring: MemoryKeyring) -> None:
    secrets = Secrets()
    places = [("a:1", "x", "Tom"), ("b:1", "x", "Tom"), ("a:1", "y", "Tom"), ("a:1", "x", "Ann"), ("a:1", None, "Tom")]
    for number, place in enumerate(places):
        assert isinstance(await secrets.write(*place, f"word{number}"), Kept)
    assert len(memory_keyring.passwords) == len(places)
    for number, place in enumerate(places):
        found = await secrets.read(*place)
        assert isinstance(found, Found)
        assert found.password == f"word{number}"
    assert await secrets.read("a:1", "default", "Tom") == await secrets.read("a:1", None, "Tom")


async def test_the_environment_wins_over_the_keyring(
    memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = Secrets()
    await secrets.write(*DIALER, "kept")
    monkeypatch.setenv("AGENTPANEL_PASSWORD", "given")
    assert await secrets.read(*DIALER) == Found(password="given", where="AGENTPANEL_PASSWORD")
    monkeypatch.setenv("AGENTPANEL_PASSWORD", "")
    assert await secrets.read(*DIALER) == Found(password="kept", where=memory_keyring.name)


async def test_with_the_environment_no_keyring_is_asked() -> None:
    secrets = Secrets(environ={"AGENTPANEL_PASSWORD": "given"}, backend=lambda: pytest.fail("asked"))
    assert isinstance(await secrets.read(*DIALER), Found)


def test_a_password_does_not_show_in_a_log() -> None:
    assert "geheim" not in repr(Found(password="geheim", where="x"))


# --- passwords that cannot travel


async def test_a_password_that_cannot_travel_is_not_kept() -> None:
    backend = Odd(lambda: None)
    refused = await secrets(backend).write(*DIALER, "a&b")
    assert isinstance(refused, Unavailable)
    assert refused.reason.startswith("the password must not contain & (none of ")
    assert await secrets(backend).write(*DIALER, "") == Unavailable(
        reason="the password must not be empty (1 to 80 characters)"
    )
    assert backend.written == []
    loose = secrets(backend, problem=partial(identifier_problem, strict=False))
    assert isinstance(await loose.write(*DIALER, "a&b"), Kept)


async def test_a_password_that_cannot_travel_is_not_given() -> None:
    kept = await secrets(Odd(lambda: "x" * 81)).read(*DIALER)
    assert kept == Unfit(where="Odd Keyring", problem="must have at most 80 characters, not 81")
    given = await Secrets(environ={"AGENTPANEL_PASSWORD": "a\\b"}).read(*DIALER)
    assert isinstance(given, Unfit)
    assert given.where == "AGENTPANEL_PASSWORD"
    assert given.problem.startswith("must not contain \\ (none of ")


async def test_a_password_that_cannot_travel_is_not_told_either() -> None:
    kept = await secrets(Odd(lambda: "geheim&")).read(*DIALER)
    given = await Secrets(environ={"AGENTPANEL_PASSWORD": "geheim&"}).read(*DIALER)
    assert [type(each) for each in (kept, given)] == [Unfit, Unfit]
    assert "geheim" not in repr((kept, given))


async def test_an_unfit_password_of_the_environment_does_not_fall_back_to_the_keyring() -> None:
    unasked = Secrets(environ={"AGENTPANEL_PASSWORD": "50%"}, backend=lambda: pytest.fail("asked"))
    assert isinstance(await unasked.read(*DIALER), Unfit)
    loose = Secrets(environ={"AGENTPANEL_PASSWORD": "50%"}, problem=partial(identifier_problem, strict=False))
    assert await loose.read(*DIALER) == Found(password="50%", where="AGENTPANEL_PASSWORD")


# --- keyrings that keep nothing, or too openly


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Chain])
async def test_no_keyring(backend: Callable[[], KeyringBackend]) -> None:
    secrets = Secrets(backend=backend, environ={})
    answer = Unavailable(reason="this computer has no keyring that can be used")
    assert await secrets.read(*DIALER) == answer
    assert await secrets.write(*DIALER, "geheim") == answer
    assert await secrets.forget(*DIALER) == answer
    assert await secrets.where() == answer


async def test_a_plain_text_keyring_is_read_but_never_written() -> None:
    plain = PlaintextKeyring(lambda: "old")
    for backend in (plain, Chain(plain)):
        refusal = Unavailable(reason="Odd Keyring would keep the password in plain text")
        assert await secrets(backend).write(*DIALER, "geheim") == refusal
        assert await secrets(backend).where() == refusal
        assert await secrets(backend).read(*DIALER) == Found(password="old", where="Odd Keyring")
    assert plain.written == []


async def test_of_a_chain_the_first_that_is_safe_is_written() -> None:
    plain, safe = PlaintextKeyring(lambda: None), Odd(lambda: None)
    chain = Chain(null.Keyring(), plain, safe)  # type: ignore[no-untyped-call]
    assert await secrets(chain).write(*DIALER, "geheim") == Kept(where="Odd Keyring")
    assert (plain.written, safe.written) == ([], ["geheim"])


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("keyring.backends.SecretService", "the desktop's keyring (Secret Service)"),
        ("keyring.backends.Windows", "the Windows credential store"),
        ("keyring.backends.macOS", "the macOS keychain"),
        ("somebody.else", "Odd Keyring"),
    ],
)
async def test_the_place_in_words(module: str, words: str) -> None:
    backend = type("Keyring", (Odd,), {"__module__": module})(lambda: None)
    assert await secrets(backend).where() == Kept(where=words)


# --- keyrings that fail


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "the keyring failed: Failed to unlock the collection!"),
        (InitError("Prompt dismissed..\nmore"), "the keyring failed: Prompt dismissed"),
        (RuntimeError(), "the keyring failed: RuntimeError"),
        (OSError(5, "I/O error"), "the keyring failed: [Errno 5] I/O error"),
    ],
)
async def test_whatever_a_backend_raises_is_a_reason(error: Exception, reason: str) -> None:
    answer = Unavailable(reason=reason)
    failing = secrets(raising(error))
    assert await failing.read(*DIALER) == answer
    assert await failing.write(*DIALER, "geheim") == answer
    assert await failing.forget(*DIALER) == answer


async def test_a_keyring_that_cannot_be_loaded() -> None:
    def broken() -> KeyringBackend:
        raise ImportError("No module named 'keyring'")

    secrets = Secrets(backend=broken, environ={})
    assert await secrets.read(*DIALER) == Unavailable(reason="the keyring failed: No module named 'keyring'")


# --- keyrings that block


async def test_a_locked_keyring_is_given_up_and_blocks_nothing() -> None:
    unlocked = threading.Event()
    blocking = Odd(lambda: str(unlocked.wait(30)))
    slow = secrets(blocking, timeout_s=0.05)
    reason = "the keyring did not answer within 0.05 s; it may be waiting to be unlocked"
    asked = asyncio.get_running_loop().time()
    assert await slow.read(*DIALER) == Unavailable(reason=reason)
    assert asyncio.get_running_loop().time() - asked < 2
    assert all(thread.daemon for thread in keyring_threads())
    # A second call waits behind the first, and what was given up is not done later.
    assert await slow.write(*DIALER, "geheim") == Unavailable(reason=reason)
    unlocked.set()
    await until(lambda: not keyring_threads())
    assert blocking.written == []
    assert await slow.read(*DIALER) == Found(password="True", where="Odd Keyring")


async def test_the_loop_goes_on_while_the_keyring_works() -> None:
    seen: list[int] = []
    release, entered = threading.Event(), threading.Event()

    def act() -> str:
        seen.append(threading.get_ident())
        entered.set()
        release.wait(30)
        return "geheim"

    async def beside() -> None:
        await until(entered.is_set)
        release.set()

    async with asyncio.TaskGroup() as group:
        read = group.create_task(secrets(Odd(act)).read(*DIALER))
        group.create_task(beside())
    assert read.result() == Found(password="geheim", where="Odd Keyring")
    assert seen
    assert threading.get_ident() not in seen


async def test_a_call_that_is_cancelled_leaves_no_trace() -> None:
    release, entered = threading.Event(), threading.Event()

    def act() -> str:
        entered.set()
        release.wait(30)
        return "late"

    async with asyncio.TaskGroup() as group:
        read = group.create_task(secrets(Odd(act)).read(*DIALER))
        await until(entered.is_set)
        read.cancel()
    release.set()
    await until(lambda: not keyring_threads())
    assert read.cancelled()


def test_an_answer_after_the_loop_s_end_is_dropped() -> None:
    release = threading.Event()
    late = secrets(Odd(lambda: str(release.wait(30))), timeout_s=0.01)
    assert isinstance(asyncio.run(late.read(*DIALER)), Unavailable)
    release.set()
    for thread in keyring_threads():
        thread.join(5)
    assert not keyring_threads()


def test_a_blocked_keyring_does_not_hold_up_the_program_s_end() -> None:
    program = """
import asyncio, threading
from agentpanel.settings.secrets import Secrets
from tests.settings.test_secrets import Odd
blocked = Secrets(environ={}, timeout_s=0.01, backend=lambda: Odd(lambda: threading.Event().wait(60)))
print(asyncio.run(blocked.read("a", None, "b")).reason[:24])
"""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "the keyring did not answ\n", "")
    assert time.monotonic() - began < 20


# --- the real thing


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a Linux desktop's")


@linux_only
async def test_the_secret_service_keeps_a_password(secret_service: KeyringBackend) -> None:
    secrets = Secrets(environ={})
    words = "the desktop's keyring (Secret Service)"
    place = ("dialer:6500", "acme", f"agent{os.getpid()}")
    assert await secrets.where() == Kept(where=words)
    assert await secrets.read(*place) == Missing(where=words)
    assert await secrets.write(*place, "Ünïcode pass 1") == Kept(where=words)
    assert secret_service.get_password("agentpanel dialer:6500 acme", place[2]) == "Ünïcode pass 1"
    assert await secrets.read(*place) == Found(password="Ünïcode pass 1", where=words)
    assert await secrets.write(*place, "second") == Kept(where=words)
    assert await secrets.read(*place) == Found(password="second", where=words)
    assert await secrets.forget(*place) == Forgotten(where=words)
    assert await secrets.forget(*place) == Missing(where=words)


@pytest.fixture
def locked_service(
    secret_service: KeyringBackend,  # noqa: ARG001 -- keyring is to ask the service of the bus, whichever it is
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """A Secret Service on a bus of its own, whose keyring nobody has unlocked."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)  # so that nobody is asked
    monkeypatch.setenv("HOME", str(home))
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bus:
        assert bus.stdout
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
        yield
        bus.terminate()


@linux_only
@pytest.mark.usefixtures("locked_service")
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # keyring's own, on each failed call
async def test_a_locked_secret_service_is_a_reason() -> None:
    locked = Secrets(environ={})
    assert await locked.where() == Kept(where="the desktop's keyring (Secret Service)")
    for answer in (await locked.write(*DIALER, "geheim"), await locked.read(*DIALER), await locked.forget(*DIALER)):
        assert isinstance(answer, Unavailable)
        assert answer.reason.startswith("the keyring failed: ")
