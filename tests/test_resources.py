"""Resources are found beside the package as well as in it."""

from __future__ import annotations

from pathlib import Path

from agentpanel.resources import resource


def test_a_checkout_reads_its_own_folder() -> None:
    folder = Path(__file__).parent.parent / "resources"
    found = {entry.name for entry in resource().iterdir()}
    assert found == {path.name for path in folder.iterdir()}
    assert resource("default.toml").read_bytes() == (folder / "default.toml").read_bytes()
