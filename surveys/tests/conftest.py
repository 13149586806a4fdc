import pytest
from nacl.public import PrivateKey

from surveys.models import Survey
from surveys.tests.factories import officers_key, shipped_survey, small_survey


@pytest.fixture
def private_key(moderator) -> PrivateKey:
    """The private key of an officer whose public key is in use."""
    return officers_key(moderator)


@pytest.fixture
def survey(moderator, private_key, reference) -> Survey:
    """The shipped questionnaire, open."""
    return shipped_survey(moderator)


@pytest.fixture
def small(private_key) -> Survey:
    """See `small_survey`."""
    return small_survey()
