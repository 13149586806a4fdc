"""Words that are one in English and two in other languages."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

HELD = {
    "fr": ("A eu lieu", "Modalité"),
    "es": ("Se celebró", "Modalidad"),
    "ar": ("أُجريت", "طريقة الانعقاد"),
}


@pytest.mark.parametrize("language", HELD)
def test_a_draw_is_held_on_a_day_and_a_meeting_in_some_way(language):
    with override(language):
        assert (pgettext("draw", "Held"), _("Held")) == HELD[language]


def test_who_withdraws_from_a_meeting_does_not_withdraw_something():
    with override("fr"):
        assert (pgettext("from a meeting", "Withdraw"), _("Withdraw")) == ("Se retirer", "Retirer")
