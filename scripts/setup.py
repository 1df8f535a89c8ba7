"""Sets up all that Copsite needs on this machine. What is up to date is left alone.

    setup.py           to run it
    setup.py --tests   to run its tests as well (Chromium, PostgreSQL, Redis, the development packages)

Uses the standard library only, because it runs before any package is installed. System packages are
installed if we are root and apt-get is here; otherwise the command for it is printed.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LIBRARIES = {  # what WeasyPrint loads to set type in PDFs
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONT_FOLDERS = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
]
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
BUILD_INPUT = ["static/scss", "static/js", "static/icons", "static/images", "templates"]
BUILD_INPUT += ["build.mjs", "scripts/fonts.py", "package-lock.json"]
BUILD_INPUT += sorted(app.parent.name for app in ROOT.glob("*/apps.py"))  # they name icons


class StopError(Exception):
    """Raised for something that only the person at the machine can do. Its text says what."""


def main() -> int:
    started = time.monotonic()
    tests = "--tests" in sys.argv[1:]
    os.chdir(ROOT)
    try:
        done = [
            system_packages(tests),
            virtual_environment(),
            python_packages(tests),
            node_packages(),
            front_end(),
        ]
    except StopError as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        words = " ".join(map(str, error.cmd))
        print(f"\nThis command failed, and its own words are above: {words}", file=sys.stderr)
        return 1
    if any(done):
        print(f"All set up, in {time.monotonic() - started:.0f} seconds.", flush=True)
    return 0


def say(words: str) -> None:
    """Print what is done."""
    print(f"- {words}", flush=True)


def run(*command, **options) -> None:
    """Run a command. Raise CalledProcessError if it fails."""
    subprocess.run([str(word) for word in command], check=True, **options)


# --- The machine
def missing_packages(tests: bool) -> list[str]:
    """Return the names of the Debian packages that are missing here."""
    missing = [package for library, package in LIBRARIES.items() if not loads(library)] if linux() else []
    if not any(has_font(Path(folder).expanduser()) for folder in FONT_FOLDERS):
        missing.append("fonts-dejavu-core")
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if not shutil.which("node"):
        missing.append("nodejs")
    if not shutil.which("npm"):
        missing.append("npm")
    if tests:
        if not os.environ.get("CHROMIUM") and not any(map(shutil.which, BROWSERS)):
            missing.append("chromium")
        if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
            missing.append("postgresql")
        if not shutil.which("redis-server"):
            missing.append("redis-server")
    return missing


def linux() -> bool:
    """Return whether this is Linux."""
    return sys.platform.startswith("linux")


def loads(library: str) -> bool:
    """Return whether the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font(folder: Path) -> bool:
    """Return whether there is any font under `folder`."""
    return any(
        name.endswith((".ttf", ".otf", ".ttc", ".pfb")) for _, _, names in os.walk(folder) for name in names
    )


def system_packages(tests: bool) -> bool:
    """Install the packages that are missing, or say how. Return whether something was done."""
    missing = missing_packages(tests)
    if not missing:
        return False
    apt = shutil.which("apt-get")
    words = " ".join(missing)
    if not apt:
        raise StopError(f"Missing on this machine (Debian's names): {words}. Install them, then try again.")
    if os.geteuid() != 0:
        raise StopError(
            "Some system packages are missing. Install them, then try again:\n\n"
            f"    sudo apt-get update && sudo apt-get install -y {words}\n"
        )
    say(f"Installing system packages: {words} (some minutes, the first time only)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL}
    run(apt, "-q", "update", **quiet)
    run(apt, "-q", "install", "-y", "--no-install-recommends", *missing, **quiet)
    if still := missing_packages(tests):
        raise StopError(
            f"Still missing after apt-get: {' '.join(still)}. Install them by hand, then try again."
        )
    return True


# --- Python
def virtual_environment() -> bool:
    """Make .venv with uv in it. Return whether something was done."""
    works = (
        PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    )
    if works:
        return False
    say(f"Making the virtual environment .venv with Python {sys.version.split()[0]}")
    run(sys.executable, "-m", "venv", "--clear", VENV)
    return True


def python_packages(tests: bool) -> bool:
    """Install exactly what the lock names, each file checked by its hash. Return whether something was done."""
    to_run, dev, uv = (ROOT / "requirements" / name for name in ("demonstration.txt", "dev.txt", "uv.txt"))
    stamp = VENV / "copsite-packages.txt"
    have = stamp.read_text() if stamp.exists() else ""
    wanted = [fingerprint(dev)] if tests else [fingerprint(dev), fingerprint(to_run)]
    if have in wanted:
        return False
    lock = dev if tests or have.startswith("dev") else to_run
    say(f"Installing Python packages from requirements/{lock.name}")
    run(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", uv)
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    sync = ["-m", "uv", "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", lock]
    if subprocess.run([PYTHON, *sync], env=environment).returncode != 0:
        say("uv could not install them; trying pip, which takes longer")
        run(
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            lock,
        )
    stamp.write_text(fingerprint(lock))
    return True


def fingerprint(lock: Path) -> str:
    """Return the name of the lock file with a hash of its content."""
    return f"{lock.stem} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


# --- The front end
def node_packages() -> bool:
    """Install exactly what package-lock.json names. Return whether something was done."""
    stamp = ROOT / "node_modules" / ".copsite"
    wanted = fingerprint(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < 18:
        raise StopError(
            f"Node {version} is too old to build the front end: install Node 18 or newer, then try again."
        )
    say("Installing front-end packages from package-lock.json")
    run("npm", "ci", "--silent", "--no-audit", "--no-fund")
    stamp.write_text(wanted)
    return True


def front_end() -> bool:
    """Build static/dist if any of its sources is newer. Return whether something was done."""
    built = ROOT / "static" / "dist" / "fonts" / "literata-latin-600-normal.woff2"  # what is made last
    if built.exists() and built.stat().st_mtime >= max(map(newest, BUILD_INPUT)):
        return False
    say("Building style sheet, script, fonts and icons")
    run("node", "build.mjs", stdout=subprocess.DEVNULL)
    run(PYTHON, "scripts/fonts.py", stdout=subprocess.DEVNULL)
    return True


def newest(name: str) -> float:
    """Return when the newest file of a file or folder was written, without files that the build never reads."""
    path = ROOT / name
    if path.is_file():
        return path.stat().st_mtime
    times = [0.0]
    for folder, folders, names in os.walk(path):
        folders[:] = [inner for inner in folders if inner not in ("__pycache__", "migrations")]
        read = [name for name in names if name.endswith((".html", ".py", ".scss", ".js", ".svg"))]
        times += [os.stat(os.path.join(folder, name)).st_mtime for name in read]
    return max(times)


if __name__ == "__main__":
    sys.exit(main())
