"""`agentpanel run`, `demo` and `tour`: what opens a window. Only here is the program above imported."""

from __future__ import annotations

from argparse import Namespace

from agentpanel.commands.display import need_window, offscreen_where_no_display
from agentpanel.options import DemoOptions, RunOptions


def run(options: Namespace) -> int:
    """The panel. Raises CommandError where no window can be opened."""
    need_window()
    from agentpanel import app

    return app.run(
        RunOptions(config=options.config, server=options.server, encoding=options.encoding, instance=options.instance)
    )


def demo(options: Namespace) -> int:
    """The panel on a dialer of its own. Raises CommandError where no window can be opened."""
    need_window()
    from agentpanel import app

    return app.demo(
        DemoOptions(
            scenario=options.scenario,
            speed=options.speed,
            seed=options.seed,
            config=options.config,
            instance=options.instance,
        )
    )


def tour(options: Namespace) -> int:
    """The pictures. Raises CommandError where a library of the system is missing."""
    offscreen_where_no_display()
    from agentpanel.tour import walk as pictures

    return pictures.tour(options.out)
