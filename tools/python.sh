#!/bin/sh
# Runs its arguments with the first Python here that agentpanel supports.
for python in python3.11 python3.12 python3.13 python3; do
    if command -v "$python" >/dev/null &&
        "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
echo "agentpanel needs Python 3.11, 3.12 or 3.13. As root: apt-get install -y --no-install-recommends python3-venv" >&2
exit 1
