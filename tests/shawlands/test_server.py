"""The running server: what it takes, from whom, and what it does not believe (R: G2, T2)."""

import io
import logging
import socket
from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import DisallowedHost
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import render
from django.test import Client, RequestFactory

from shawlands import errors
from shawlands.limits import too_large
from tests.factories import browser_for
from tests.served import Served, served

pytestmark = [pytest.mark.by_turns, pytest.mark.requirement("G2")]
running = pytest.mark.django_db(transaction=True)
FILES, SIZE = 60, 5_000_000
BOUNDARY = b"--7hq2x9"


@pytest.fixture
def server() -> Iterator[Served]:
    with served() as running:
        yield running


def many_files() -> Iterator[bytes]:
    """The body of one form with many files, none of which is too large by itself."""
    for number in range(FILES):
        yield BOUNDARY + f'\r\nContent-Disposition: form-data; name="f{number}"; filename="f"\r\n\r\n'.encode()
        yield b"x" * SIZE
        yield b"\r\n"
    yield BOUNDARY + b"--\r\n"


def post(server: Served, parts: Iterator[bytes], *headers: str, chunked: bool = False) -> bytes:
    """Send a form until it is sent or the server has had enough; what it answers."""
    first = ["POST /account/sign-in/ HTTP/1.1", "Host: 127.0.0.1", "Connection: close", COOKIE, *headers]
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall("\r\n".join([*first, "", ""]).encode())
        try:
            for part in parts:
                line.sendall(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
            if chunked:
                line.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = b""
        try:
            while more := line.recv(65536):
                answer += more
        except ConnectionResetError:
            pass
    return answer


COOKIE = "Cookie: csrftoken=" + "c" * 32
"""With it the form's token is looked for in the body, which is read for it."""
MULTIPART = f"Content-Type: multipart/form-data; boundary={BOUNDARY[2:].decode()}"


@running
def test_many_files_at_once_from_nobody_take_no_memory(server, figures):
    before = server.most_memory()
    length = sum(map(len, many_files()))
    answers = [
        post(server, many_files(), MULTIPART, f"Content-Length: {length}"),
        post(server, many_files(), MULTIPART, "Transfer-Encoding: chunked", chunked=True),
    ]
    grown = server.most_memory() - before
    figures(f"{length / 1e6:.0f} MB in one form from nobody", f"most memory grew by {grown} MB")
    assert grown < 30
    assert [answer[9:12] for answer in answers] == [b"413", b"411"]


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.csv", b"UPN")


@pytest.mark.django_db
def test_someone_who_is_not_signed_in_sends_no_files():
    answer = Client().post("/account/sign-in/", {"login": "a@b.test", "file": a_file()})
    assert answer.status_code == 403 and b"Sign in again in another window" in answer.content


@pytest.mark.django_db
def test_a_request_is_limited_as_a_whole_also_for_those_who_are_signed_in(world, settings):
    client = browser_for(world.office)
    assert client.post("/imports/", {"file": a_file()}).status_code in (302, 400)
    settings.REQUEST_MOST = 1_000_000
    large = SimpleUploadedFile("a.csv", b"x" * 1_000_001)
    answer = client.post("/imports/", {"file": large})
    assert answer.status_code == 413 and b"can be up to 1 MB" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": "much"}])
def test_a_body_that_does_not_say_how_long_it_is_is_refused(world, headers):
    answer = browser_for(world.office).post("/imports/", {"file": a_file()}, **headers)
    assert answer.status_code == 411 and b"Nothing was saved" in answer.content


@pytest.mark.django_db
def test_a_text_that_is_too_long_for_a_form_gets_the_same_page(world):
    for client in (browser_for(world.office), Client()):
        answer = client.post("/account/sign-in/", {"login": "x" * 1_000_001})
        assert answer.status_code == 413 and b"can be up to 1 MB" in answer.content


@pytest.mark.django_db
def test_a_request_that_no_page_sends_gets_a_clear_page(world):
    many = browser_for(world.office).post("/imports/", {f"field{n}": "x" for n in range(600)})
    for answer in (many, Client().get("/account/sign-in/", HTTP_HOST="evil.test")):
        assert answer.status_code == 400 and b"We could not understand this request" in answer.content


@pytest.mark.django_db
def test_the_pages_of_errors_need_nothing_that_a_middleware_adds():
    """An error may come before any middleware has seen the request: a host that is not ours is one."""
    request = RequestFactory().get("/")
    shown = {
        400: errors.bad_request(request),
        403: errors.forbidden(request),
        404: errors.not_found(request),
        413: too_large(request, 1_000_000),
        500: errors.broken(request),
    }
    assert {status: page.status_code for status, page in shown.items()} == {status: status for status in shown}
    assert errors.stale_form(request).status_code == 403
    request.session = SessionStore()
    assert errors.bad_request(request).status_code == 400
    for name in ("411", "429", "503", "no_files"):
        assert b"<h1" in render(request, f"{name}.html").content


@running
@pytest.mark.requirement("T1")
def test_the_server_writes_down_nothing_that_a_request_says():
    word = "amina-yusuf"
    with served() as running:
        for lines in (
            f"GET /account/sign-in/ HTTP/1.1\r\nHost: {word}.test",
            f"GET /{word}/ HTTP/1.1\r\nHost: {word}.test:x",
            f"POST /account/password/new/{word}/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
            f"Origin: https://{word}.test\r\nReferer: https://{word}.test/{word}",
            f"GET /{word} {word}",
            f"GET / HTTP/1.1\r\nHost: localhost\r\n{word} {word}: x",
        ):
            with socket.create_connection(("127.0.0.1", running.port), timeout=60) as line:
                line.sendall(f"{lines}\r\nConnection: close\r\n\r\n".encode())
                answer = b""
                while more := line.recv(65536):
                    answer += more
            assert answer[9:10] == b"4", answer[:200]
    assert word not in running.log.lower() and "Traceback" not in running.log
    assert "DisallowedHost at " in running.log and "django.security.csrf 403 warning" in running.log


@pytest.mark.requirement("T1")
@pytest.mark.parametrize("name", ["django.request", "django.security.csrf", "django.template", "urllib3.pool", "x"])
def test_a_line_of_somebody_elses_says_who_and_how_bad_and_nothing_else(name, monkeypatch):
    written = io.StringIO()
    monkeypatch.setattr(logging.getLogger("django").handlers[0], "stream", written)
    log = logging.getLogger(name)
    log.error("Forbidden (%s): %s", "amina-yusuf", "/amina-yusuf/", extra={"status_code": 403})
    log.error("Invalid host: amina-yusuf", exc_info=DisallowedHost("amina-yusuf"), stack_info=True)
    assert written.getvalue() == f"{name} 403 error\nDisallowedHost at \n"


@running
def test_a_client_cannot_say_where_the_product_stands(server):
    for name in ("SCRIPT_NAME", "SCRIPT-NAME", "PATH_INFO"):
        connection = server.connect()
        connection.request("GET", "/account/sign-in/", headers={name: "/account"})
        answer = connection.getresponse()
        assert answer.status == 200 and b'href="/account/password/forgotten/"' in answer.read()
        connection.close()


@running
def test_the_server_opens_no_socket_to_control_it(tmp_path):
    with served(XDG_RUNTIME_DIR=str(tmp_path), HOME=str(tmp_path)) as running:
        assert running.workers() and list(tmp_path.rglob("*")) == []
