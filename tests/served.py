"""The product as a school runs it: gunicorn with its worker processes, on the test's own database."""

import http.client
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shawlands.management.commands.serve import web_command
from tests.postgres import free_port
from tests.processes import ROOT, environment


@dataclass
class Served:
    """A running server: `port` on 127.0.0.1."""

    process: subprocess.Popen
    port: int
    log: str = ""
    """What it wrote to its standard error: there once it has ended."""

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return [int(pid) for pid in _children(self.process.pid)]

    def most_memory(self) -> int:
        """The most memory that one of its processes has had so far, in MB."""
        return max(_peak(pid) for pid in self.workers()) // 1024


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


@contextmanager
def served(**more: str) -> Iterator[Served]:
    """The server, ready; ended afterwards."""
    port = free_port()
    variables = {**environment(), **more}
    variables.pop("PYTEST_XDIST_WORKER", None)  # the data folder is the test's own
    with subprocess.Popen(
        web_command(port), cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        running = Served(process, port)
        try:
            assert process.stderr
            errors = process.stderr
            until_it_answers(process, port, lambda: errors.read().decode())
            yield running
        finally:
            process.terminate()
            running.log = process.communicate(timeout=60)[1].decode()


def until_it_answers(process: subprocess.Popen, port: int, log: Callable[[], str], **headers: str) -> None:
    """Wait until the server's sign-in page is there: the port is open long before. Raises AssertionError, with the
    `log`, where the server ends."""
    for _ in range(600):
        assert process.poll() is None, log()[-2000:]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(
                "GET", "/account/sign-in/", headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server did not answer")
