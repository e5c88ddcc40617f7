"""What is installed from the checkout works without it."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

import agentpanel
from tools.workbench import python_in

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, machine: dict[str, str]) -> Path:
    """The wheel of the checkout, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip(Path(sys.executable), machine, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def _pip(python: Path, machine: dict[str, str], *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, env=machine, check=True)


def test_the_wheel_holds_the_package_and_its_resources(wheel: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if "dist-info" not in name}
    sources = {p.relative_to(ROOT).as_posix() for p in (ROOT / "agentpanel").rglob("*") if _is_ours(p)}
    resources = {f"agentpanel/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "resources").rglob("*") if _is_ours(p)}
    assert any(name.startswith("agentpanel/resources/scenarios/") for name in resources)
    assert held == sources | resources


def _is_ours(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_the_wheel_asks_for_what_the_program_imports(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith("METADATA"))
        metadata = message_from_bytes(archive.read(name))
    assert metadata["Version"] == agentpanel.__version__
    assert metadata["Requires-Python"] == "<3.14,>=3.11"
    required = {Requirement(line).name for line in metadata.get_all("Requires-Dist", [])}
    assert required == {"pyside6-essentials", "qasync", "keyring", "platformdirs", "tzdata", "xlsxwriter"}


def test_an_empty_environment_gets_a_working_program(wheel: Path, tmp_path: Path, machine: dict[str, str]) -> None:
    venv = tmp_path / "an empty one"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    _pip(python_in(venv), machine, "install", "--constraint", str(ROOT / "constraints.txt"), str(wheel))
    program = python_in(venv).with_name("agentpanel.exe" if sys.platform == "win32" else "agentpanel")
    answer = subprocess.run([program, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("usage: agentpanel")
    where = "from agentpanel.resources import resource; print(resource('scenarios', 'predictive.toml').is_file())"
    found = subprocess.run([python_in(venv), "-c", where], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout == "True\n"
