"""From a fresh clone to a running panel, and to passed tests: the commands behind ./run, ./test and ./bench.

Standard library only: it runs before anything is installed. What it installs is pinned in constraints.txt and goes to
.venv; what the system lacks it installs with apt-get where it may, else it prints the command and ends with 1.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ((3, 11), (3, 12), (3, 13))
WINDOWS = os.name == "nt"
#: Suites that run side by side, one for each version of Python.
AT_ONCE = 3
#: One step prints at a time.
_printing = threading.Lock()

# What Qt's wheels take from the system, found by trying on a bare Debian, and what each way to a screen adds.
QT_PACKAGES = [
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libxkbcommon0",
]
PLATFORM_PACKAGES = {
    "offscreen": [],
    "wayland": ["libwayland-client0", "libwayland-cursor0", "libwayland-egl1"],
    "xcb": ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"],
}
# What the tests start, and the package that it comes in.
TEST_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "dbus-run-session": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
CHECKS = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format --check": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}
# Inside the bus: $0 is the keyring's home, the rest is the command.
UNLOCKED = """
export XDG_RUNTIME_DIR="$0"
printf test-password | HOME="$0" XDG_DATA_HOME="$0" gnome-keyring-daemon --unlock --components=secrets \\
    >"$0/daemon.log" 2>&1 || { cat "$0/daemon.log" >&2; exit 1; }
exec "$@"
"""


class NotPossibleError(Exception):
    """What the person at the terminal has to do first."""


# --- what the system must have


def missing_libraries(site_packages: Path, platform: str) -> list[str]:
    """The shared libraries that Qt's `platform` plugin and modules need and the loader does not find."""
    qt = site_packages / "PySide6"
    wanted = [qt / "Qt" / "plugins" / "platforms" / f"libq{platform}.so"]
    wanted += [qt / f"{module}.abi3.so" for module in ("QtWidgets", "QtSvg", "QtNetwork", "QtDBus")]
    listed = subprocess.run(["ldd", *wanted], capture_output=True, text=True, check=False).stdout
    return sorted({line.split()[0] for line in listed.splitlines() if line.endswith("=> not found")})


def need(reasons: Sequence[str], packages: Sequence[str]) -> None:
    """Install Debian packages, or raise NotPossibleError with the command that would."""
    if not reasons:
        return
    print(f"missing: {', '.join(reasons)}", flush=True)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if (become_root := _become_root()) is None or not _apt(become_root, command):
        raise NotPossibleError(f"Missing on this system: {', '.join(reasons)}. As root: {' '.join(command)}")


def _become_root() -> list[str] | None:
    """What to put before a command so that root runs it; None where that is not allowed."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    allowed = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed and allowed.returncode == 0 else None


def _apt(become_root: list[str], install: list[str]) -> bool:
    """Install, and when the lists are old or were never read, read them and try again, twice."""
    prefix = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    options = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"]
    update = [*prefix, "apt-get", "update", *options]
    for attempt in range(3):
        if attempt:
            subprocess.run(update, check=False)
        if subprocess.run([*prefix, *install, *options], check=False).returncode == 0:
            return True
    return False


# --- environments


def python_in(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "Scripts" / "python.exe" if WINDOWS else venv / "bin" / "python"


def version_of(python: str | Path) -> tuple[int, int] | None:
    """Major and minor version, or None if it does not run."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return None
    return int(answer[0]), int(answer[1])


def interpreters(version: tuple[int, int]) -> Iterator[str]:
    """Interpreters of that version: on the PATH, and among the versions of pyenv."""
    dotted = ".".join(map(str, version))
    candidates = [shutil.which(f"python{dotted}") or ""]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates += [str(p) for p in sorted(pyenv.glob(f"versions/{dotted}.*/bin/python"), reverse=True)]
    return (c for c in candidates if c and version_of(c) == version)


def environment(venv: Path, base: str, groups: Sequence[str], packages: Sequence[str] = ()) -> Path:
    """A virtual environment with the checkout and dependency groups installed as pinned; its interpreter.

    A bare Debian cannot even make one. As its package must be installed anyway, `packages` then come with it.
    """
    python = python_in(venv)
    if version_of(python) not in VERSIONS:
        missing = _without_venv(base)
        need(missing, [*missing, *packages])
        subprocess.run([base, "-m", "venv", "--clear", str(venv)], check=True)
    stamp = venv / "installed.json"
    if not _covers(stamp, groups):
        print(f"installing into {venv.name}", flush=True)
        _pip(python, ["pip"])
        _pip(python, ["--editable", ".", *[f"--group={group}" for group in groups]])
        stamp.write_text(json.dumps({"from": _fingerprint(), "groups": groups}), encoding="utf-8")
    return python


def _without_venv(base: str) -> list[str]:
    """Debian keeps ensurepip, without which an environment has no pip, in a package of its own: that, if missing."""
    present = subprocess.run([base, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0
    return [] if present else ["python{}.{}-venv".format(*(version_of(base) or VERSIONS[0]))]


def _fingerprint() -> str:
    sources = (ROOT / name for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(b"".join(s.read_bytes() for s in sources) + bytes(ROOT)).hexdigest()


def _covers(stamp: Path, groups: Sequence[str]) -> bool:
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return found["from"] == _fingerprint() and set(found["groups"]) >= set(groups)


def _pip(python: Path, what: Sequence[str]) -> None:
    """Install with the pinned versions; NotPossibleError if pip fails."""
    quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    command = [str(python), "-m", "pip", "install", *quiet, "--constraint", "constraints.txt", *what]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise NotPossibleError("The Python packages could not be installed; pip says above why.")


def _site_packages(venv: Path) -> Path:
    return venv / "Lib" / "site-packages" if WINDOWS else next(venv.glob("lib/python3*/site-packages"))


def need_qt(venv: Path, platform: str, tools: Mapping[str, str]) -> None:
    """What Qt takes from the system for this platform plugin, and the programs in `tools` with their packages."""
    if WINDOWS:
        return
    libraries = missing_libraries(_site_packages(venv), platform)
    programs = [tool for tool in tools if shutil.which(tool) is None]
    packages = [*QT_PACKAGES, *PLATFORM_PACKAGES[platform]] if libraries else []
    need(libraries + programs, packages + [tools[tool] for tool in programs])
    if still := missing_libraries(_site_packages(venv), platform):
        raise NotPossibleError(f"Qt still lacks {', '.join(still)}, although its packages are installed.")


# --- the commands


def run(arguments: Sequence[str]) -> int:
    """The panel on its own dialer; without a display, the pictures of it."""
    venv = ROOT / ".venv"
    platform = "xcb" if os.environ.get("DISPLAY") else "wayland" if os.environ.get("WAYLAND_DISPLAY") else "offscreen"
    python = environment(venv, sys.executable, [], [*QT_PACKAGES, *PLATFORM_PACKAGES[platform]])
    need_qt(venv, platform, {})
    shown = ["demo"] if WINDOWS or platform != "offscreen" else ["tour", "--out", str(ROOT / "pictures")]
    command = [str(python), "-m", "agentpanel", *(arguments or shown)]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606 -- in our place, so that a signal reaches the panel
    return subprocess.run(command, check=False).returncode


def test(arguments: Sequence[str]) -> int:
    """Lint, types, floors, and the tests with each Python that is here; or pytest alone, with these arguments."""
    venv = ROOT / ".venv"
    packages = [*QT_PACKAGES, *PLATFORM_PACKAGES["xcb"], *TEST_TOOLS.values()]
    python = environment(venv, sys.executable, ["test", "lint"], packages)
    need_qt(venv, "xcb", TEST_TOOLS)
    if arguments:
        return _pytest(python, arguments)[0]
    results = {name: _step(name, [str(python), *check]) for name, check in CHECKS.items()}
    pythons = [python if version == version_of(python) else _environment_for(version) for version in VERSIONS]
    first = next(each for each in pythons if each)
    # Side by side: each has a bus, a keyring and an X server of its own, and most tests wait for somebody.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        suites = {
            version: pool.submit(_pytest, each, [] if each is first else ["-m", "not once"])
            for version, each in zip(VERSIONS, pythons, strict=True)
            if each
        }
    results |= {"pytest with Python {}.{}".format(*version): suite.result() for version, suite in suites.items()}
    print()
    for name, (code, closing) in results.items():
        print(f"{'FAILED' if code else 'passed'}  {name}: {closing}")
    return int(any(code for code, _ in results.values()))


def bench(arguments: Sequence[str]) -> int:
    """The benchmarks, which are no tests: what they find depends on the machine, so they compare within one run."""
    python = environment(ROOT / ".venv", sys.executable, ["test", "lint"], [*QT_PACKAGES, *PLATFORM_PACKAGES["xcb"]])
    need_qt(ROOT / ".venv", "xcb", {"Xvfb": TEST_TOOLS["Xvfb"]})
    return subprocess.run([str(python), "-m", "tests.bench", *arguments], cwd=ROOT, check=False).returncode


def _environment_for(version: tuple[int, int]) -> Path | None:
    """An environment for a further version of Python, where that is here."""
    base = next(interpreters(version), None)
    if base is None:
        print("\nPython {}.{} is not here, and so not tested".format(*version), flush=True)
        return None
    return environment(ROOT / ".venv-{}.{}".format(*version), base, ["test"])


def _step(name: str, command: Sequence[str]) -> tuple[int, str]:
    """Run, and show what it prints as it comes, or after the step that is shown now; exit code and closing line."""
    closing, waiting, shows = b"", [f"\n== {name}\n".encode()], False
    try:
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
        ) as process:
            assert process.stdout is not None
            while printed := process.stdout.read(65536):
                closing = (closing + printed)[-1000:]
                waiting.append(printed)
                if shows := shows or _printing.acquire(blocking=False):
                    _show(waiting)
        shows = shows or _printing.acquire()
        _show(waiting)
    finally:
        if shows:
            _printing.release()
    last = closing.decode(errors="replace").rstrip().rpartition("\n")[2]
    return process.returncode, last.strip("= ")


def _show(waiting: list[bytes]) -> None:
    sys.stdout.buffer.write(b"".join(waiting))
    sys.stdout.buffer.flush()
    waiting.clear()


def _pytest(python: Path, arguments: Sequence[str]) -> tuple[int, str]:
    """The tests, on a desktop bus with an unlocked keyring of their own."""
    command = [str(python), "-m", "pytest", *arguments]
    name = "pytest with Python {}.{}".format(*(version_of(python) or VERSIONS[0]))
    if WINDOWS:
        return _step(name, command)
    with tempfile.TemporaryDirectory(prefix="ap-") as home:
        return _step(name, ["dbus-run-session", "--", "sh", "-c", UNLOCKED, home, *command])


def main(arguments: Sequence[str]) -> int:
    """`run`, `test` or `bench`, and what to hand on."""
    command, *rest = arguments
    try:
        return {"run": run, "test": test, "bench": bench}[command](rest)
    except NotPossibleError as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
