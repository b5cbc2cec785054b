import pytest

from tests.factories import World


@pytest.fixture
def world(transactional_db) -> World:
    return World()
