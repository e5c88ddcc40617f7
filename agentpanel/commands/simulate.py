"""`agentpanel simulate`: the embedded dialer alone, until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
from argparse import Namespace
from types import FrameType

from agentpanel.commands.errors import CommandError
from agentpanel.output import json_line
from agentpanel.simulator.loading import load_scenario
from agentpanel.simulator.scenario import Scenario
from agentpanel.simulator.server import simulate as run_dialer


def simulate(options: Namespace) -> int:
    """0 once SIGTERM or Ctrl-C has ended it. Raises CommandError where a port cannot be had, ScenarioError."""
    try:
        asyncio.run(_until_stopped(options, load_scenario(options.scenario)))
    except OSError as error:
        raise CommandError(_why_not(options, error)) from error
    return 0


async def _until_stopped(options: Namespace, scenario: Scenario) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    # Not loop.add_signal_handler: Windows' loop has none. SIGBREAK is what Windows sends to a group of processes.
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, ask_to_stop)
    await run_dialer(
        host=options.host,
        ascii_port=options.ascii_port,
        unicode_port=options.unicode_port,
        scenario=scenario,
        speed=options.speed,
        seed=options.seed,
        ledger=options.ledger,
        ready=_tell_ports,
        stop=stop,
    )


def _tell_ports(ascii_port: int, unicode_port: int) -> None:
    json_line({"ascii_port": ascii_port, "unicode_port": unicode_port})


def _why_not(options: Namespace, error: OSError) -> str:
    if error.filename:
        return f"{error.filename} cannot be written: {error.strerror}."
    if error.errno != errno.EADDRINUSE:
        return f"The dialer cannot listen on {options.host}: {error.strerror}."
    ports = {"--ascii-port": options.ascii_port, "--unicode-port": options.unicode_port}
    # asyncio names the address in its words.
    option = next((each for each, port in ports.items() if f", {port})" in str(error)), "--ascii-port")
    return f"Port {ports[option]} of {options.host} is in use; give another one by {option}, or 0 for any free one."
