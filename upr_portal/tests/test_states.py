from django.test import RequestFactory

from upr_portal.states import SayWrongState, WrongState


def answer_to(error: Exception):
    request = RequestFactory().get("/en/")
    return SayWrongState(lambda request: None).process_exception(request, error)


def test_a_wrong_state_is_a_conflict_with_a_page_of_its_own(db):
    assert answer_to(WrongState("changed by someone else")).status_code == 409


def test_other_errors_stay_errors():
    assert answer_to(ValueError()) is None
