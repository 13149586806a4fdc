"""The action category that the rules of UPR Info's method propose."""

import csv
import html
import io
from collections import Counter

import pytest

from recommendations.action_verbs import proposed_category

ANSWERED_AT_LEAST = 0.90
AGREED_AT_LEAST = 0.85


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Seek technical help for its courts", "1"),
        ("Continue to seek help from other States", "1"),
        ("Continue its work for clean rivers", "2"),
        ("Consider ratifying the treaty on rivers", "3"),
        ("Continue and strengthen its work for clean rivers", "4"),
        ("Take all necessary measures against floods", "4"),
        ("Adopt effective measures against floods", "4"),
        ("Adopt a law on floods", "5"),
        ("Improve the lot of fishers by amending the code of rivers", "5"),
        ("Fully and promptly implement the plan", None),
        ("Fully implement the plan", "5"),
        ("Rivers matter", None),
        ("", None),
    ],
)
def test_a_text_is_ranked_by_its_verb(text, category):
    proposal = proposed_category(text, "en")

    assert (proposal.category if proposal else None) == category


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("fr", "Poursuivre ses efforts pour les rivières", "2"),
        ("fr", "Mettre en place un registre des crues", "5"),
        ("fr", "Envisager de ratifier le traité", "3"),
        ("es", "Seguir protegiendo los ríos", "2"),
        ("es", "Adoptar nuevas medidas contra las crecidas", "4"),
        ("es", "Ratificar el tratado", "5"),
        ("ru", "Продолжать усилия", None),
    ],
)
def test_french_and_spanish_have_verbs_of_their_own(language, text, category):
    proposal = proposed_category(text, language)

    assert (proposal.category if proposal else None) == category


def test_the_reason_names_the_words_that_decided():
    first = proposed_category("Ratify the treaty on rivers", "en")
    second = proposed_category("Continue and strengthen its work", "en")
    means = proposed_category("Improve the lot of fishers by amending the code", "en")

    assert first.reason == "The first verb is “ratify”."
    assert second.reason == "Of two verbs at the beginning (“continue”, “strengthen”) the second counts."
    assert means.reason == "A general act (“improve”) with a specific means (“by amending”)."


@pytest.mark.real_data
def test_the_rules_agree_with_the_human_codings(real_data):
    content = (real_data / "upr-info/sessions-1-5.csv").read_bytes().decode("mac_roman")
    headings, *rows = csv.reader(io.StringIO(content.replace("\r\n", "\n").replace("\r", "\n")))
    text, action = headings.index("Text"), headings.index("Action")

    counted = Counter()
    for row in rows:
        proposal = proposed_category(html.unescape(row[text]), "en")
        counted["silent" if proposal is None else proposal.category == row[action]] += 1

    answered = counted[True] + counted[False]
    assert answered / counted.total() > ANSWERED_AT_LEAST
    assert counted[True] / answered > AGREED_AT_LEAST
