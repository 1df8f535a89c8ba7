"""`make run` after set-up: prepares the database, fills an empty one, then starts the server."""

import logging
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = os.environ.get("PORT", "8000")


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copsite.settings.demonstration")
    os.environ.setdefault("SITE_ADDRESS", f"http://localhost:{PORT}")
    if port_is_taken():
        print(
            f"Port {PORT} is taken, perhaps by another Copsite. Stop that one, or choose: PORT=8001 make run"
        )
        return 1

    import django

    django.setup()
    logging.getLogger("kombu.connection").setLevel(
        logging.ERROR
    )  # it misses the host name of a queue in memory
    try:
        prepare_database()
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: the next `make run` goes on from here.")
        return 130
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return os.execv(
        gunicorn, [str(gunicorn), "copsite.wsgi", "--config", str(ROOT / "copsite" / "embedded.py")]
    )


def port_is_taken() -> bool:
    """Return whether something else listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(PORT))) == 0


def prepare_database() -> None:
    """Migrate the database, and load the demonstration into an empty one.

    A file in var/ exists while the demonstration is loading, so that an interrupted load is finished next time.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("- Preparing the database", flush=True)
        call_command("migrate", verbosity=0, interactive=False)

    from sites_app.models import Programme

    loading = settings.VAR / "demonstration-is-loading"
    if loading.exists() or not Programme.objects.exists():
        print("- Loading the demonstration", flush=True)
        loading.touch()
        call_command("demo")
        loading.unlink()
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
