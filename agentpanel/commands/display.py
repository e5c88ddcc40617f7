"""Can Qt open a window here? Asked before Qt starts, for Qt's own answer is to abort the program.

Only Linux can lack something: elsewhere the wheel and the system bring it all. Qt itself is not imported.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from agentpanel.commands.errors import NOT_POSSIBLE, CommandError

_LINUX: Final = sys.platform == "linux"
#: Qt's libraries that the window links to; the rest come with them.
_LIBRARIES: Final = ("libQt6Widgets.so.6", "libQt6Network.so.6", "libQt6Svg.so.6", "libQt6DBus.so.6")
#: Debian's packages of what Qt takes from the system, and of what each way to a screen adds.
_PACKAGES: Final = "libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libgssapi-krb5-2 libxkbcommon0"
_PLATFORM_PACKAGES: Final = {
    "wayland": "libwayland-client0 libwayland-cursor0 libwayland-egl1",
    "xcb": "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0",
}
_GO_ON: Final = (
    "for pictures of the panel: agentpanel tour --out pictures; to run it unseen: set QT_QPA_PLATFORM=offscreen"
)


def need_window() -> None:
    """Raises CommandError (2) with the way to go on where Qt could not open a window."""
    if not _LINUX:
        return
    platforms = _platforms()
    if not platforms:
        raise CommandError(f"There is no display; {_GO_ON}.", NOT_POSSIBLE)
    reasons = [_why_not(platform) for platform in platforms]
    # Qt takes the first that works.
    if None not in reasons:
        raise CommandError(f"{reasons[0]}.", NOT_POSSIBLE)


def offscreen_where_no_display() -> None:
    """Without a usable display Qt draws in memory; raises CommandError (2) where a library is missing for that too."""
    if not os.environ.get("QT_QPA_PLATFORM"):
        platforms = _platforms()
        if not _LINUX or any(_why_not(platform) is None for platform in platforms):
            return
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    need_window()


def _platforms() -> list[str]:
    """The platform plugins that Qt would try, in its order."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        return [each.partition(":")[0] for each in chosen.split(";")]
    displays = {"wayland": os.environ.get("WAYLAND_DISPLAY"), "xcb": os.environ.get("DISPLAY")}
    return [platform for platform, display in displays.items() if display]


def _why_not(platform: str) -> str | None:
    """Why Qt would abort with this platform plugin."""
    qt = _qt_folder()
    if qt is None:
        # Not from the wheel: the system's packages see to the libraries.
        return _why_unreachable(platform)
    plugins = _plugins(qt)
    if platform not in plugins:
        return f"Qt has no platform {platform}; it has {', '.join(sorted(plugins))}"
    files = [*(qt / "lib" / name for name in _LIBRARIES), plugins[platform]]
    if not _all_load(files):
        return _missing(files, platform)
    return _why_unreachable(platform)


def _qt_folder() -> Path | None:
    """Qt's files inside PySide6, where they came with the wheel."""
    spec = find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise CommandError("PySide6 is not installed; install the program again.", NOT_POSSIBLE)
    folder = Path(spec.submodule_search_locations[0]) / "Qt"
    return folder if (folder / "lib").is_dir() else None


def _plugins(qt: Path) -> dict[str, Path]:
    """Name and file of each platform plugin."""
    more = os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH")
    folders = [qt / "plugins" / "platforms", *(Path(each) for each in (more or "").split(os.pathsep) if each)]
    files = (file for folder in folders for file in folder.glob("libq*.so"))
    return {file.name.removeprefix("libq").removesuffix(".so"): file for file in files}


def _all_load(files: Sequence[Path]) -> bool:
    """They are loaded for good, but the window loads them next anyway."""
    try:
        for file in files:
            ctypes.CDLL(str(file))
    except OSError:
        return False
    return True


def _missing(files: Sequence[Path], platform: str) -> str:
    try:
        listed = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    except OSError:
        listed = ""
    names = sorted({line.split()[0] for line in listed.splitlines() if line.endswith("=> not found")})
    packages = f"{_PACKAGES} {_PLATFORM_PACKAGES.get(platform, '')}".strip()
    return (
        f"Qt lacks libraries of the system ({', '.join(names) or 'unknown ones'}); "
        f"on Debian, as root: apt-get install -y --no-install-recommends {packages}"
    )


def _why_unreachable(platform: str) -> str | None:
    """What Qt does first; where it fails, Qt aborts."""
    if platform not in _DISPLAYS:
        return None
    variable, reaches = _DISPLAYS[platform]
    try:
        if reaches():
            return None
    except OSError as error:
        return f"A library of the system is missing: {error}"
    name = os.environ.get(variable)
    return f"The display {name} cannot be reached; {_GO_ON}" if name else f"There is no display; {_GO_ON}"


def _reaches_x() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    reached = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return reached


def _reaches_wayland() -> bool:
    client = ctypes.CDLL("libwayland-client.so.0")
    client.wl_display_connect.restype = ctypes.c_void_p
    client.wl_display_connect.argtypes = [ctypes.c_char_p]
    client.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = client.wl_display_connect(None)
    if display:
        client.wl_display_disconnect(display)
    return bool(display)


_DISPLAYS: Final = {"xcb": ("DISPLAY", _reaches_x), "wayland": ("WAYLAND_DISPLAY", _reaches_wayland)}
