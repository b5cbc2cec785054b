"""How an address of a database becomes settings (R: G2)."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from shawlands.settings import database


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
