"""Where the running panel of a name is reached by other programs of this user, and that there is only one of it.

On Linux the panel listens on a socket file in a folder that only this user may open; on Windows on a named pipe. A
locked file beside it keeps the name for one process and is free again when that process ends, however it ends.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import BinaryIO, Final

DEFAULT: Final = "default"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
#: Bytes that the address of a local socket may have, its closing zero among them (108 on Linux, 104 elsewhere).
_LONGEST: Final = 104


class AlreadyRunningError(Exception):
    """A panel of that name runs already."""

    def __init__(self, instance: str) -> None:
        super().__init__(f"A panel named {instance} runs already.")
        self.instance = instance


class NoPlaceError(Exception):
    """There is no folder for the socket that this user alone may open; str() says why."""


def instance_name(text: str) -> str:
    """The name of an instance. Raises ValueError with what is allowed."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"an instance's name has 1 to 32 letters, digits, '-', '_' and '.', not {text!r}")
    return text


if sys.platform == "win32":
    import getpass
    import msvcrt

    def pipe_name(instance: str) -> str:
        """The full name of the pipe; names of pipes are shared by all users of the machine."""
        user = re.sub(r"[^\w.-]", "_", getpass.getuser())
        return rf"\\.\pipe\agentpanel-{user}-{instance}"

    def _lock_path(instance: str) -> Path:
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "agentpanel"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{instance}.lock"

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def sockets(instance: str) -> list[Path]:
        """The sockets of this name that may be there, in folders that are this user's alone."""
        return [folder / f"{instance}.socket" for folder in _folders() if _why_not_ours(folder) is None]

    def socket_path(instance: str) -> Path:
        """Where a new panel listens; makes the folder. Raises NoPlaceError."""
        reasons = []
        for folder in _folders():
            path = folder / f"{instance}.socket"
            reason = _why_not_made(folder) if len(os.fsencode(path)) < _LONGEST else f"{folder} has too long a name"
            if reason is None:
                return path
            reasons.append(reason)
        raise NoPlaceError(f"There is no folder for the panel's socket: {'; '.join(reasons)}.")

    def _folders() -> list[Path]:
        """The places to look, the best first; also those of a login that has set fewer variables than ours."""
        user = os.getuid()
        runtime = [os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{user}"]
        known = [Path(each) / "agentpanel" for each in runtime if each and _is_own_folder(Path(each))]
        shared = Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108 - the folder in it is checked for its owner
        return list(dict.fromkeys([*known, shared / f"agentpanel-{user}"]))

    def _is_own_folder(folder: Path) -> bool:
        try:
            return folder.is_dir() and folder.stat().st_uid == os.getuid()
        except OSError:
            return False

    def _why_not_made(folder: Path) -> str | None:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            return f"{folder} cannot be made ({error.strerror})"
        return _why_not_ours(folder)

    def _why_not_ours(folder: Path) -> str | None:
        """Nobody else may open it: a link or a foreign folder in a shared place could lead anywhere."""
        try:
            found = folder.lstat()
        except OSError as error:
            return f"{folder} cannot be read ({error.strerror})"
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return f"{folder} is not a folder of yours"
        return f"{folder} is open to others" if found.st_mode & 0o077 else None

    def _lock_path(instance: str) -> Path:
        return socket_path(instance).with_suffix(".lock")

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Hold:
    """Keeps an instance's name for this process until release() or its end."""

    def __init__(self, instance: str) -> None:
        """Raises AlreadyRunningError, NoPlaceError."""
        self._file = _opened(_lock_path(instance))
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise AlreadyRunningError(instance) from error

    def release(self) -> None:
        """Free the name. The file stays: removing it would race with the next process that locks it."""
        self._file.close()


def _opened(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.fdopen(os.open(path, flags, 0o600), "r+b")
    except OSError as error:
        raise NoPlaceError(f"{path} cannot be written: {error.strerror}.") from error
