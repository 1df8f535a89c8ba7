"""Long work that several processes of one run need: each part is done by one of them, and all have what came of it."""

import contextlib
import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any


def folder_of_all(tmp_path_factory, worker: str) -> Path:
    """The folder that all processes of this run share; `worker` is the name of this one, or "master" where it is alone."""
    own = tmp_path_factory.getbasetemp()
    return own if worker == "master" else own.parent


def done_by_one(folder: Path, parts: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """What came of each of `parts`, which are the same in every process: done here, or by another that began with it.

    Whoever does a part holds its lock, so that one that ends halfway leaves it to the others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    for mode in (
        fcntl.LOCK_EX | fcntl.LOCK_NB,
        fcntl.LOCK_EX,
    ):  # first what nobody does, then what others did
        for name, do in parts.items():
            if name not in found:
                with contextlib.suppress(BlockingIOError), (folder / name).open("a+b") as file:
                    fcntl.flock(file, mode)
                    found[name] = _done(file, do)
    return {name: found[name] for name in parts}


def _done(file, do: Callable[[], Any]) -> Any:
    file.seek(0)
    if kept := file.read():
        return pickle.loads(kept)
    result = do()
    file.write(pickle.dumps(result))
    return result


def is_first(folder: Path, name: str) -> bool:
    """Whether nobody in this run has asked so for `name` in `folder` before; from now on somebody has."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
