"""manage.py serve [--port N]"""

import signal
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from shawlands.startup import refuse_unsafe_start


def web_command(port: int) -> list[str]:
    """The command of the web server on this port of the machine itself."""
    command = [sys.executable, "-m", "gunicorn", "shawlands.wsgi", "--worker-class", "gthread", "--threads", "4"]
    # No header sets the path of the product, and no socket controls the server.
    command += ["--forwarder-headers", "", "--no-control-socket"]
    command += ["--logger-class", "shawlands.server_log.QuietLogger"]
    return [*command, "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]


class Command(BaseCommand):
    help = "The web server and the worker, together; both stop when one does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsafe_start()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", options["port"])) == 0:
                raise CommandError(f"Something else listens on port {options['port']}. Set SHAWLANDS_PORT to another.")
        self.stdout.write(f"Serving {settings.PUBLIC_ADDRESS}, for the proxy on http://127.0.0.1:{options['port']}")
        self.stdout.flush()
        work = [sys.executable, "manage.py", "work"]
        commands = (web_command(options["port"]), work)
        running = [subprocess.Popen(command, cwd=settings.BASE_DIR) for command in commands]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while all(process.poll() is None for process in running):
                try:
                    running[0].wait(timeout=1)
                except subprocess.TimeoutExpired:
                    continue
        except KeyboardInterrupt:
            pass
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=30)
