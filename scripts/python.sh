#!/bin/sh
# Runs the given script with the first Python of this machine that is 3.11 or newer.
for python in python3 python3.13 python3.12 python3.11 python3.14 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec "$python" "$@"; fi
done
echo "Copsite needs Python 3.11 or newer, and there is none here. On Debian 12 or Ubuntu 24.04: apt-get install python3 python3-venv" >&2
exit 1
