"""Where the site file and the user file are looked for on this system, and where the journal is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

# multipath: all the configuration folders of the system, not the first alone.
_DIRS: Final = PlatformDirs("agentpanel", appauthor=False, multipath=True)


def site_file_path() -> Path:
    """The administrator's file: ``agentpanel/site.toml`` under /etc/xdg or %PROGRAMDATA%.

    Where the system has several such folders (XDG_CONFIG_DIRS), the first that holds the file.
    """
    files = [Path(folder) / "site.toml" for folder in _DIRS.site_config_dir.split(os.pathsep)]
    return next((each for each in files if each.exists()), files[0])


def user_file_path() -> Path:
    """The person's own file, ``settings.toml`` in the user's configuration folder."""
    return Path(_DIRS.user_config_dir) / "settings.toml"


def journal_file() -> Path:
    """The journal of this user, one for all instances, in the user's data folder."""
    return Path(_DIRS.user_data_dir) / "journal.sqlite"
