"""./run and ./test set up what is missing, or say how."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
import pytest

from tools import workbench

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system's packages are Debian's")

SITE_PACKAGES = Path(PySide6.__path__[0]).parent
INSTALL = "install -y --no-install-recommends xvfb"
UPDATE = "update"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """`programs("apt-get", "exit 1")` puts a program on an otherwise empty PATH; returns where its calls are logged."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("env", "sh"):
        (folder / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(folder))

    def program(name: str, script: str) -> Path:
        log = tmp_path / f"{name}.log"
        (folder / name).write_text(f'#!/bin/sh\necho "$@" >>"{log}"\n{script}\n')
        (folder / name).chmod(0o755)
        return log

    return program


def apt_calls(log: Path) -> list[str]:
    return [line.partition(" -q ")[0] for line in log.read_text().splitlines()] if log.exists() else []


def test_nothing_is_installed_where_nothing_is_missing(programs: Callable[[str, str], Path]) -> None:
    log = programs("apt-get", "exit 1")
    workbench.need([], [])
    assert apt_calls(log) == []


def test_root_installs(programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log = programs("apt-get", "exit 0")
    workbench.need(["Xvfb"], ["xvfb"])
    assert apt_calls(log) == [INSTALL]


def test_old_lists_are_read_anew(programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    # Fails twice, whatever it is asked for: the first installation, and the first reading of the lists.
    log = programs("apt-get", 'mark="$0.tries"; echo x >>"$mark"; [ "$(grep -c x "$mark")" -gt 2 ]')
    (Path(os.environ["PATH"]) / "grep").symlink_to("/bin/grep")
    workbench.need(["Xvfb"], ["xvfb"])
    assert apt_calls(log) == [INSTALL, UPDATE, INSTALL]


def test_what_cannot_be_installed_is_said(
    programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log = programs("apt-get", "exit 100")
    with pytest.raises(workbench.NotPossibleError, match=f"Xvfb.*As root: apt-get {INSTALL}$"):
        workbench.need(["Xvfb"], ["xvfb"])
    assert apt_calls(log) == [INSTALL, UPDATE, INSTALL, UPDATE, INSTALL]


@pytest.mark.parametrize("sudo", [None, "exit 1"], ids=["without sudo", "sudo asks for a password"])
def test_a_user_is_told_the_command(
    programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch, sudo: str | None
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    log = programs("apt-get", "exit 0")
    if sudo:
        programs("sudo", sudo)
    with pytest.raises(workbench.NotPossibleError, match=f"As root: apt-get {INSTALL}$"):
        workbench.need(["Xvfb"], ["xvfb"])
    assert apt_calls(log) == []


def test_a_user_with_sudo_installs(programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    log = programs("apt-get", "exit 0")
    programs("sudo", 'shift; [ "$1" = true ] || exec "$@"')
    workbench.need(["Xvfb"], ["xvfb"])
    assert apt_calls(log) == [INSTALL]


def test_the_reason_ends_the_command_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Path:
        raise workbench.NotPossibleError("As root: apt-get install x")

    monkeypatch.setattr(workbench, "environment", refuse)
    assert workbench.main(["run"]) == 1
    assert capsys.readouterr().err == "As root: apt-get install x\n"


def test_libraries_are_found_missing_by_trying(programs: Callable[[str, str], Path]) -> None:
    programs(
        "ldd",
        "printf '\\tlibz.so.1 => /lib/libz.so.1 (0x7f)\\n\\tlibxcb-icccm.so.4 => not found\\n'\n" * 2,
    )
    assert workbench.missing_libraries(SITE_PACKAGES, "xcb") == ["libxcb-icccm.so.4"]


@pytest.mark.parametrize("platform", ["offscreen", "xcb"])
def test_this_machine_lacks_no_library(platform: str) -> None:
    assert workbench.missing_libraries(SITE_PACKAGES, platform) == []


def test_missing_libraries_and_programs_are_asked_for_together(
    programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    programs("ldd", "printf '\\tlibxcb-icccm.so.4 => not found\\n'")
    with pytest.raises(workbench.NotPossibleError, match=r"libxcb-icccm\.so\.4, Xvfb.*libxcb-icccm4.* xvfb$"):
        workbench.need_qt(Path(sys.prefix), "xcb", {"Xvfb": "xvfb"})


def test_an_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(workbench, "_pip", lambda _, what: installed.append(list(what)))
    venv = tmp_path / "a venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = workbench.environment(venv, sys.executable, ["test", "lint"])
    assert workbench.version_of(python) == sys.version_info[:2]
    assert installed == [["pip"], ["--editable", ".", "--group=test", "--group=lint"]]
    installed.clear()
    workbench.environment(venv, sys.executable, [])
    assert installed == []
    workbench.environment(venv, sys.executable, ["release"])
    assert installed[-1] == ["--editable", ".", "--group=release"]


def test_a_python_without_pip_is_completed_together_with_the_rest(
    tmp_path: Path, programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    programs("python3.11", 'case "$2" in *ensurepip*) exit 1;; *) echo 3 11;; esac')
    with pytest.raises(workbench.NotPossibleError, match=r"As root: apt-get install .* python3\.11-venv libgl1$"):
        workbench.environment(tmp_path / "venv", "python3.11", [], ["libgl1"])


def test_an_environment_of_other_pins_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(workbench, "_pip", lambda _, what: installed.append(list(what)))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path], check=True)
    (tmp_path / "installed.json").write_text(json.dumps({"from": "earlier pins", "groups": ["test"]}))
    workbench.environment(tmp_path, sys.executable, ["test"])
    assert installed[-1] == ["--editable", ".", "--group=test"]


def test_interpreters_of_pyenv_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = sys.version_info[:2]
    python = tmp_path / "versions" / "{}.{}.99".format(*version) / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(workbench.interpreters(version)) == [str(python)]
    assert list(workbench.interpreters((2, 7))) == []


@pytest.mark.parametrize(
    ("screen", "platform", "shown"),
    [
        ({"DISPLAY": ":0"}, "xcb", ["demo"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland", ["demo"]),
        ({}, "offscreen", ["tour", "--out", str(workbench.ROOT / "pictures")]),
    ],
    ids=["X11", "Wayland", "no display"],
)
def test_run_shows_what_it_can(
    monkeypatch: pytest.MonkeyPatch, screen: dict[str, str], platform: str, shown: list[str]
) -> None:
    needed: list[str] = []
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in screen.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(workbench, "environment", lambda *_: Path("python"))
    monkeypatch.setattr(workbench, "need_qt", lambda _, platform, __: needed.append(platform))
    started = _Started()
    monkeypatch.setattr(os, "execv", started)
    with pytest.raises(_Started):
        workbench.run([])
    assert (needed, started.command) == ([platform], ["python", "-m", "agentpanel", *shown])


class _Started(Exception):
    command: list[str]

    def __call__(self, _: str, command: list[str]) -> None:
        self.command = command
        raise self


def test_the_first_fitting_python_is_taken(programs: Callable[[str, str], Path]) -> None:
    too_old = programs("python3.11", "exit 1")
    taken = programs("python3.12", "exit 0")
    script = [str(workbench.ROOT / "tools" / "python.sh"), "workbench.py", "run"]
    assert subprocess.run(["sh", *script], check=False).returncode == 0
    assert "workbench.py" not in too_old.read_text()
    assert taken.read_text().endswith("workbench.py run\n")


def test_without_a_fitting_python_it_says_so(programs: Callable[[str, str], Path]) -> None:
    programs("python3", "exit 1")
    result = subprocess.run(
        ["sh", str(workbench.ROOT / "tools" / "python.sh")], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "Python 3.11, 3.12 or 3.13" in result.stderr


def test_a_step_shows_what_it_prints_and_keeps_the_closing_line(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import sys; print('...'); print('== 3 passed in 1.0s =='); sys.exit(5)"
    assert workbench._step("pytest", [sys.executable, "-c", script]) == (5, "3 passed in 1.0s")
    assert capfd.readouterr().out == "\n== pytest\n...\n== 3 passed in 1.0s ==\n"


def test_steps_side_by_side_are_shown_one_after_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    script = "import time; [print('line', n, flush=True) or time.sleep(0.05) for n in range(4)]"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: workbench._step(name, [sys.executable, "-c", script]), ("one", "two")))
    blocks = ["".join(f"line {n}\n" for n in range(4))] * 2
    shown = capfd.readouterr().out.replace("\n== one\n", "|").replace("\n== two\n", "|")
    assert shown.split("|")[1:] == blocks
