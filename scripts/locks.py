"""Compiles requirements/*.txt from pyproject.toml; with --check, checks that no lock file has an address in it.

Locks without addresses install from whichever registry a machine is set up for.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"https?://|file:|git\+|--(extra-)?index|--find-links|--trusted-host")
FUNDING = re.compile(
    r'^\s*"url": "https://'
)  # where to give money; package-lock.json carries it for npm fund


def main() -> int:
    if "--check" in sys.argv[1:]:
        found = addresses()
        print("\n".join(found) or "No address in a lock file.")
        return 1 if found else 0
    compile_ = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11"]
    compile_ += ["--generate-hashes", "--no-header"]
    subprocess.run([*compile_, "pyproject.toml", "-o", "requirements/base.txt"], check=True, cwd=ROOT)
    for extra in ("demonstration", "dev"):
        more = ["pyproject.toml", "--extra", extra, "-c", "requirements/base.txt"]
        more += ["-o", f"requirements/{extra}.txt"]
        subprocess.run([*compile_, "--no-annotate", *more], check=True, cwd=ROOT)
    return 0


def addresses() -> list[str]:
    """Return the lines of lock files that name a registry or a place on a machine, as file:line: text."""
    files = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json", ROOT / ".npmrc"]
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if ADDRESS.search(line) and not FUNDING.search(line)
    ]


if __name__ == "__main__":
    sys.exit(main())
