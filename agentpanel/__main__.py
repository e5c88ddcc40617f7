"""What `python -m agentpanel` starts."""

from __future__ import annotations

import sys

from agentpanel.cli import main

if __name__ == "__main__":
    sys.exit(main())
