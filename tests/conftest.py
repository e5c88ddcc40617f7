"""Every test: coroutines run, a strange log record fails, nothing of this machine is read or written."""

from __future__ import annotations

import asyncio
import gc
import inspect
import itertools
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from tests.helpers import network
from tests.helpers.asserting import asserts_something
from tests.helpers.display import xvfb
from tests.helpers.logguard import LogGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

MACHINE = dict(os.environ)  # as it was before a test changed it
TIME_LIMIT = 10.0  # seconds for an async test; a longer one says so: @pytest.mark.time_limit(60)

# Repeatable and without a stop-watch; `--hypothesis-profile=explore` looks for what is new.
settings.register_profile("check", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("check")


def pytest_configure() -> None:
    """One language, no password, one binding of Qt, and no way out of the machine."""
    os.environ.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", QT_API="pyside6")
    for name in ("LANGUAGE", "AGENTPANEL_PASSWORD"):
        os.environ.pop(name, None)
    network.watch()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each coroutine the loop that it runs on."""
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.fixturenames.insert(0, "runner")


def pytest_collection_finish() -> None:
    """Let the collection after each async test look only at what that test made."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def` tests; refuse a test that cannot fail."""
    if not asserts_something(pyfuncitem):
        pytest.fail("this test asserts nothing", pytrace=False)
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters}
    marker = pyfuncitem.get_closest_marker("time_limit")
    limit = marker.args[0] if marker else TIME_LIMIT
    runner = pyfuncitem.funcargs["runner"]
    assert isinstance(runner, asyncio.Runner)
    runner.run(_within(limit, pyfuncitem.obj(**arguments)))
    return True


async def _within(seconds: float, test: Coroutine[Any, Any, None]) -> None:
    async with asyncio.timeout(seconds):
        await test


@pytest.fixture
def runner(request: pytest.FixtureRequest) -> Iterator[asyncio.Runner]:
    """The loop of an async test: the panel's own where the test has a window, else plain asyncio."""
    with asyncio.Runner(loop_factory=_loop_factory(request)) as made:
        yield made
    gc.collect()  # a forgotten task reports its exception only when it is collected


def _loop_factory(request: pytest.FixtureRequest) -> Callable[[], asyncio.AbstractEventLoop]:
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        return asyncio.new_event_loop
    from agentpanel.gui.loop import make_loop

    app = request.getfixturevalue("qapp")
    app.setQuitOnLastWindowClosed(False)
    return lambda: make_loop(app)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The screen of all windows: a real X server of our own; none where QT_QPA_PLATFORM is set, or off Linux."""
    if sys.platform != "linux" or "QT_QPA_PLATFORM" in os.environ:
        yield os.environ.get("DISPLAY", "")
        return
    with pytest.MonkeyPatch.context() as patch, xvfb() as name:
        patch.setenv("DISPLAY", name)
        patch.setenv("QT_QPA_PLATFORM", "xcb")
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield name


@pytest.fixture(scope="session")
def qapp_args(display: str) -> list[str]:  # noqa: ARG001 -- the display must stand before Qt starts
    """What pytest-qt starts the application with."""
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    return ["agentpanel"]


@pytest.fixture(scope="session")
def folders() -> Iterator[Path]:
    """Where the homes of all tests stand; a short path, since local sockets allow about 100 characters."""
    folder = Path(tempfile.mkdtemp(prefix="ap-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def machine() -> dict[str, str]:
    """The environment outside the tests, for what must see it: pip and its settings."""
    return MACHINE.copy()


@pytest.fixture(autouse=True)
def home(folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: settings, journal and sockets of one test are gone with it."""
    home = folders / str(next(_numbers))
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for kind in ("CONFIG_HOME", "CONFIG_DIRS", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{kind}", str(home / kind.lower()))
    for name in ("APPDATA", "LOCALAPPDATA", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    (home / "runtime_dir").mkdir(mode=0o700)
    return home


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fail the test that logged a warning or an error which it did not announce."""
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    if complaints := guard.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expected_log(log_guard: LogGuard) -> Callable[..., object]:
    """`expected_log("over-long", logger="agentpanel.session", level=logging.ERROR)`: at least one such record comes."""
    return log_guard.expect


@pytest.fixture(autouse=True)
def loopback_only() -> Iterator[None]:
    """Fail the test that tried to leave the machine, also where its code swallowed the refusal."""
    yield
    if tried := network.attempts():
        pytest.fail("left the machine: " + ", ".join(tried), pytrace=False)


class MemoryKeyring(KeyringBackend):
    """Passwords of one test."""

    priority = 1.0  # a class property in the base, a number in each of its backends

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.passwords.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture(autouse=True)
def memory_keyring() -> Iterator[MemoryKeyring]:
    """The keyring of every test; empty."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(backend)


@pytest.fixture
def secret_service(memory_keyring: MemoryKeyring) -> KeyringBackend:  # noqa: ARG001 -- which puts itself back
    """The real Secret Service of the desktop bus; fails where ./test did not start one."""
    from keyring.backends import SecretService

    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        pytest.fail("no Secret Service: run ./test, which starts one of its own", pytrace=False)
    backend: KeyringBackend = SecretService.Keyring()  # type: ignore[no-untyped-call]
    keyring.set_keyring(backend)
    return backend
