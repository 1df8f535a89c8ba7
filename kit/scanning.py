"""Having uploads looked at by a virus scanner, where there is one: ClamAV's daemon, over its socket.

`CLAMD_ADDRESS` is "/run/clamav/clamd.ctl" or "host:3310"; without it, nothing is scanned. Where the scanner does not
answer, the file is refused: it may come again later.
"""

import socket
import struct

from django.conf import settings

from kit.errors import RefusedError

SECONDS = 20
CHUNK = 64 * 1024
INFECTED = (
    "The virus scanner found something in this file. Do not open it. Tell whoever looks after your computer."
)
SILENT = "We cannot check this file for viruses at the moment. Try again in a few minutes."


def refuse_infected(data: bytes) -> None:
    """Raise RefusedError if the scanner finds something in `data`, or does not answer. Repeating asks it again."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        said = _asked(data)
    except OSError as error:
        raise RefusedError(SILENT) from error
    if said.endswith(" FOUND"):
        raise RefusedError(INFECTED)
    if not said.endswith(" OK"):
        raise RefusedError(SILENT)


def _asked(data: bytes) -> str:
    """Return what the scanner says of `data`: "stream: OK", or "stream: Eicar-Test-Signature FOUND"."""
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
        scanner.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := scanner.recv(4096)):
            said += more
    return said.decode("utf-8", "replace").rstrip("\0\n ")


def _connected() -> socket.socket:
    """Return a connection to the scanner."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
