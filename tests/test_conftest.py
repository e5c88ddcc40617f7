"""The tests are strict: each way for a test to be wrong without failing is closed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

STRANGE = """
from __future__ import annotations

import asyncio, logging, socket, warnings

def test_passes():
    assert True

async def test_coroutine_passes():
    await asyncio.sleep(0)
    assert asyncio.get_running_loop()

def test_expected_warning_passes(expected_log):
    expected_log("strange.*thing", logger="agentpanel", level=logging.ERROR)
    logging.getLogger("agentpanel.session").error("a strange little thing")
    assert True

def test_asserts_nothing():
    print("fine")

async def test_coroutine_fails():
    await asyncio.sleep(0)
    assert False

async def test_forgotten_task_fails():
    async def fail(): raise ValueError
    task = asyncio.get_running_loop().create_task(fail())
    del task
    await asyncio.sleep(0)
    assert True

def test_logs_a_warning():
    logging.getLogger("agentpanel").warning("strange")
    assert True

def test_waits_for_a_record_in_vain(expected_log):
    expected_log("strange")
    assert True

def test_warns():
    warnings.warn("strange")
    assert True

def test_leaves_the_machine():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    except OSError:
        pass
    assert True

def test_looks_a_name_up():
    try:
        socket.getaddrinfo("example.invalid", 80)
    except OSError:
        pass
    assert True
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, machine: dict[str, str]) -> dict[str, str]:
    """What became of each of the tests above, and the words it failed with."""
    path = tmp_path_factory.mktemp("strange") / "test_strange.py"
    path.write_text(STRANGE)
    options = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), "-rA", "--tb=no"]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    report = subprocess.run(command, cwd=ROOT, env=machine, capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    for outcome, name, words in re.findall(r"^(PASSED|FAILED|ERROR) .*::test_(\w+)(.*)$", report, re.MULTILINE):
        if outcome != "PASSED" or name not in found:  # a test that passed may still fail when it is put away
            found[name] = outcome + words
    return found


@pytest.mark.parametrize("name", ["passes", "coroutine_passes", "expected_warning_passes"])
def test_what_is_in_order_passes(outcomes: dict[str, str], name: str) -> None:
    assert outcomes[name] == "PASSED"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("asserts_nothing", "FAILED.*asserts nothing"),
        ("coroutine_fails", "FAILED.*assert False"),
        ("forgotten_task_fails", "ERROR.*unexpected ERROR of asyncio"),
        ("logs_a_warning", "ERROR.*unexpected WARNING of agentpanel"),
        ("waits_for_a_record_in_vain", "ERROR.*nothing logged like"),
        ("warns", "FAILED.*UserWarning"),
        ("leaves_the_machine", "ERROR.*left the machine"),
        ("looks_a_name_up", "ERROR.*left the machine"),
    ],
)
def test_what_is_wrong_fails(outcomes: dict[str, str], name: str, words: str) -> None:
    assert re.match(words, outcomes[name])
