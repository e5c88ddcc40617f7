"""The commands that open a window: `run` and `demo`."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from agentpanel import __version__, control_client
from agentpanel.app import pace
from agentpanel.app.faults import let_go_of_output, sentence, single
from agentpanel.app.logs import start_log
from agentpanel.app.panel import Panel
from agentpanel.app.parts import Parts, build
from agentpanel.app.places import log_file
from agentpanel.gui import loop
from agentpanel.gui.i18n import Translations
from agentpanel.gui.report import Reporter
from agentpanel.gui.theme import Theme
from agentpanel.gui.ticks import Ticks
from agentpanel.instance import AlreadyRunningError
from agentpanel.options import DemoOptions, RunOptions
from agentpanel.output import json_line
from agentpanel.resources import resource
from agentpanel.settings.load import load_settings
from agentpanel.settings.places import journal_file, site_file_path, user_file_path
from agentpanel.settings.settings import Settings
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.server import Server

#: Seconds for a running panel to come to the front.
_SHOW_S: Final = 5.0
#: Seconds for the journal to close again where the window could not be built.
_CLOSE_S: Final = 1.0


def run(options: RunOptions) -> int:
    """The panel on the dialer of the settings; the exit code."""
    return _guarded(lambda: _run(options), options.instance)


def demo(options: DemoOptions) -> int:
    """The panel on its own dialer, nothing to configure and nothing left behind; the exit code."""
    return _guarded(lambda: _demo(options), options.instance)


def _guarded(start: Callable[[], None], instance: str) -> int:
    """What did not work is one sentence and 1."""
    try:
        start()
    except Exception as error:  # noqa: BLE001 - no traceback for a person; the log has it
        return _failed(single(error), instance)
    return 0


def _failed(error: Exception, instance: str) -> int:
    if isinstance(error, AlreadyRunningError):
        _show_running(instance)
        return _fail(f"{error} It has been brought to the front.")
    if isinstance(error, BrokenPipeError):
        let_go_of_output()
    return _fail(sentence(error))


def _fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


def _show_running(instance: str) -> None:
    try:
        control_client.call(instance, {"verb": "show", "args": {}, "wait": None}, timeout=_SHOW_S)
    except OSError:
        pass  # it is just going; the sentence says enough


def _run(options: RunOptions) -> None:
    host, port = options.server or (None, None)
    settings = load_settings(
        site_file=site_file_path(),
        user_file=user_file_path(),
        config_file=options.config,
        overrides={"server.host": host, "server.port": port, "server.encoding": options.encoding},
    )
    app = application()
    loop.run(_panel(app, settings, options.instance, journal_file()), app)


def _demo(options: DemoOptions) -> None:
    scenario = load_scenario(options.scenario)
    app = application()

    async def main() -> None:
        server = Server(scenario, speed=options.speed, seed=options.seed)
        await server.start()
        try:
            settings = demo_settings(options.config, server.ports[1])
            with tempfile.TemporaryDirectory(prefix="agentpanel-demo-") as folder:
                await _panel(app, settings, options.instance, Path(folder) / "journal.sqlite")
        finally:
            await server.close()

    loop.run(main(), app)


def demo_settings(config: Path | None, port: int) -> Settings:
    """The built-in settings, the demonstration's, and a file's where one is given; on the embedded dialer."""
    text = resource("demo.toml").read_text(encoding="utf-8")
    overrides = {"server.host": "127.0.0.1", "server.port": port, "server.encoding": "utf-16"}
    return load_settings(config_file=config, layers=[("demo.toml", text)], overrides=overrides)


def application() -> QApplication:
    """The application object with its names; made once."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("agentpanel")
    app.setApplicationDisplayName("agentpanel")
    app.setApplicationVersion(__version__)
    app.setOrganizationName("agentpanel")
    app.setDesktopFileName("agentpanel")
    Translations(app).use(QLocale())
    start_log(log_file())
    return app


@contextlib.contextmanager
def reporting(tell: Callable[[str], object]) -> Iterator[None]:
    """What nobody caught goes to the log whole, and to the agent as one sentence; inside a running loop."""
    reporter = Reporter()
    undo_hooks, undo_telling = reporter.install(), reporter.observe(tell)
    asyncio.get_running_loop().set_exception_handler(reporter.on_loop_error)
    try:
        yield
    finally:
        asyncio.get_running_loop().set_exception_handler(None)
        undo_telling()
        undo_hooks()


async def open_panel(parts: Parts, theme: Theme, instance: str, about: dict[str, str]) -> Panel:
    """The window on its parts, or the journal closed again. Raises AlreadyRunningError, NoPlaceError."""
    ticks = Ticks()
    try:
        return await ticks.call(lambda: Panel(parts, ticks, theme, instance, about))
    except BaseException:
        await parts.journal.close(_CLOSE_S)
        raise


def _panel(app: QApplication, settings: Settings, instance: str, journal: Path) -> Coroutine[Any, Any, None]:
    async def main() -> None:
        parts = await build(settings, journal)
        about = {"settings": str(user_file_path()), "journal": str(journal), "log": str(log_file())}
        panel = await open_panel(parts, Theme(app, settings.window.theme.value), instance, about)
        pace.settle()
        with reporting(panel.window.show_message):
            await panel.run(ready=lambda: json_line({"ready": True, "instance": instance}))

    return main()
