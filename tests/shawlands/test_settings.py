"""How the variables become settings, and which are refused (R: G2)."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from shawlands.environment import database, public_address, switch, whole_number
from tests.processes import ROOT


def test_what_an_address_says_beside_the_place_is_kept():
    told = database("postgresql://a:b%2Fc@db.test:5433/school?sslmode=verify-full&sslrootcert=/etc/ca.pem")
    assert told["HOST"] == "db.test" and told["PORT"] == "5433" and told["PASSWORD"] == "b/c"
    assert told["OPTIONS"]["sslmode"] == "verify-full" and told["OPTIONS"]["sslrootcert"] == "/etc/ca.pem"


def test_a_socket_is_named_as_postgresql_names_it():
    told = database("postgresql:///school?host=/var/run/postgresql&user=shawlands_app")
    assert (told["HOST"], told["USER"], told["NAME"]) == ("/var/run/postgresql", "shawlands_app", "school")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("postgresql://a@b/c?sslmod=require", "sslmod"),
        ("postgresql://a@b/c?options=-c%20x%3D1", "options"),
        ("postgresql://a@b/c?sslmode", "sslmode"),
        ("postgresql://a@b/c?sslmode=require&sslmode=disable", "sslmode"),
        ("sqlite:///x.sqlite3?mode=ro", "mode"),
        ("postgresql://a@b/c#sslmode=require", "#"),
        ("mysql://a@b/c", "postgresql://"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_by_name(address, word):
    with pytest.raises(ImproperlyConfigured, match=word):
        database(address)


@pytest.mark.parametrize("said", ["-1", "-5", "1.5", "many", "0x5", "²", "101"])
def test_a_number_is_whole_and_within_its_bounds(said, monkeypatch):
    monkeypatch.setenv("SHAWLANDS_PROXIES", said)
    with pytest.raises(ImproperlyConfigured, match="SHAWLANDS_PROXIES is a whole number, 0 to 100"):
        whole_number("SHAWLANDS_PROXIES", 0, least=0, most=100)


def test_numbers_within_their_bounds_and_the_default_are_taken(monkeypatch):
    assert whole_number("SHAWLANDS_PROXIES", 0, least=0, most=100) == 0
    monkeypatch.setenv("SHAWLANDS_PROXIES", "2")
    assert whole_number("SHAWLANDS_PROXIES", 0, least=0, most=100) == 2


@pytest.mark.parametrize("said", ["yes", "true", "on", "2", " 1", "TLS"])
def test_a_switch_is_1_or_0(said, monkeypatch):
    monkeypatch.setenv("SHAWLANDS_SMTP_TLS", said)
    with pytest.raises(ImproperlyConfigured, match="SHAWLANDS_SMTP_TLS is 1 or 0"):
        switch("SHAWLANDS_SMTP_TLS", default=True)


def test_a_switch_that_is_not_set_is_as_shipped(monkeypatch):
    assert switch("SHAWLANDS_SMTP_TLS", default=True) and not switch("SHAWLANDS_SMTP_TLS", default=False)
    monkeypatch.setenv("SHAWLANDS_SMTP_TLS", "0")
    assert not switch("SHAWLANDS_SMTP_TLS", default=True)


@pytest.mark.parametrize(
    "said",
    [
        "http://school.test",
        "https://school.test/",
        "https://school.test/x",
        "school.test",
        "https://",
        "//school.test",
        "https://school.test?x",
        "https://school.test#x",
        "https://a@school.test",
        "https://school.test:x",
        "https://school.test:0",
        "https://school test",
        "HTTPS://school.test/",
    ],
)
def test_the_address_of_links_is_https_and_a_host_alone(said):
    with pytest.raises(ImproperlyConfigured, match="SHAWLANDS_ADDRESS is https:// and a host name"):
        public_address(said, demo=False)


def test_an_address_of_links_is_taken_as_it_stands():
    for said in ("https://school.test", "https://records.school.test:8443", "https://[::1]:8443"):
        assert public_address(said, demo=False) == said
    assert public_address("http://localhost:8000", demo=True) == "http://localhost:8000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"SHAWLANDS_PORT": "0"},
        {"SHAWLANDS_SMTP_PORT": "70000"},
        {"SHAWLANDS_PROXIES": "-1"},
        {"SHAWLANDS_REQUEST_MOST": "-5"},
        {"SHAWLANDS_SMTP_TLS": "yes"},
        {"SHAWLANDS_ADDRESS": "http://school.test"},
        {"SHAWLANDS_ADDRESS": "https://school.test/"},
        {"SHAWLANDS_DEMO": "yes"},
        {"SHAWLANDS_DEBUG": "true"},
    ],
)
def test_no_process_runs_on_a_setting_that_is_not_understood(wrong):
    own = {"SHAWLANDS_DEMO": "0", "SHAWLANDS_HOSTS": "school.test"} | wrong
    done = subprocess.run(
        [sys.executable, "-c", "import shawlands.settings"],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    (name,) = wrong
    assert done.returncode and f"ImproperlyConfigured: {name} is " in done.stderr


@pytest.mark.only("postgresql")
@pytest.mark.django_db
def test_the_database_is_not_spoken_to_without_tls_where_tls_is_asked_for():
    settings = connection.settings_dict
    address = (
        f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}?sslmode=require"
    )
    other = connection.copy()
    other.settings_dict = {**settings, **database(address)}
    with pytest.raises(OperationalError, match="SSL"):
        other.ensure_connection()
