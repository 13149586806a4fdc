import pytest
from nacl.public import PrivateKey

from surveys.models import Survey
from surveys.tests.factories import (
    QuestionFactory,
    SectionFactory,
    SurveyFactory,
    officers_key,
    shipped_survey,
    small_survey,
)


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


@pytest.fixture
def routed(db) -> Survey:
    """A survey with two ways through it, several choices, a ranking, a number and texts."""
    survey = SurveyFactory(open=True, languages=["en", "fr"])
    first, second = SectionFactory(survey=survey), SectionFactory(survey=survey)
    QuestionFactory(section=first, kind="yes_no", code="A")
    QuestionFactory(
        section=first, kind="multiple", code="B", codes=["x", "y"], offers_other=True, invites_comment=True
    )
    QuestionFactory(section=first, kind="ranking", code="R", codes=["p", "q"])
    QuestionFactory(section=first, kind="number", code="N")
    for code, answer in (("C", "yes"), ("D", "no")):
        QuestionFactory(section=second, code=code, shown_if={"question": "A", "equals": answer})
    return survey
