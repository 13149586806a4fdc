"""`manage.py reconcile` and the preview of a reply hold the same pair of documents against each other."""

import io
import json

import pytest
from django.core.management import call_command

from recommendations.documents.families import read_document
from recommendations.documents.lists import Lists
from recommendations.models import Recommendation
from recommendations.tests.conftest import planned
from recommendations.tests.papers import paragraph, word

pytestmark = pytest.mark.usefixtures("lists")

NAMES = {
    "received": "received",
    "supported": "supported",
    "noted": "noted",
    "unanswered": "unanswered",
    "numbers_unknown": "unknown",
    "numbers_twice": "twice",
}
REPORT = [
    "A/HRC/9/7",
    "Report of the Working Group on the Universal Periodic Review",
    "Morocco",
    "II. Conclusions and/or recommendations",
    "98. The following recommendations will be examined by Morocco, which will reply in due time:",
    *(f"98.{number} Plant {number} thousand trees in the north (Chile);" for number in range(1, 13)),
    "98.13 Open the libraries (Chile); Count the sheep (France);",
    "99. All conclusions and/or recommendations contained in the present report reflect the position of the "
    "submitting State(s) and/or the State under review.",
]
REPLIES = {
    "plain": [
        "Morocco accepts recommendations 98.1-98.5.",
        "Morocco takes note of recommendations 98.6, 98.7.",
    ],
    "unknown": ["Morocco accepts recommendations 98.1, 98.2 and 98.40."],
    "twice": ["Morocco accepts recommendations 98.1 and 98.2.", "Morocco supports recommendation 98.2."],
    "contradictory": [
        "Morocco accepts recommendations 98.1 and 98.2.",
        "Morocco takes note of recommendation 98.2.",
    ],
    "unclear": ["Morocco accepts recommendation 98.1.", "Recommendation 98.2 has not been wholly accepted."],
    "in part": [
        "Morocco accepts recommendation 98.1.",
        "Morocco partially accepts recommendations 98.2, 98.3.",
    ],
    "without paragraph": [
        "Morocco accepts recommendations 1, 2 and 5.",
        "Morocco takes note of recommendation 6.",
    ],
    "parts of a number": ["Morocco accepts recommendations 98.13 (a) and 98.1.", "Morocco notes 98.13 (b)."],
    "a whole number": ["Morocco accepts recommendation 98.13."],
    "parts that the report has not": [
        "Morocco accepts recommendation 98.3 (a).",
        "Morocco takes note of recommendation 98.3 (b).",
    ],
    "a whole and a part of it": [
        "Morocco accepts recommendation 98.3.",
        "Morocco takes note of recommendation 98.3 (b).",
    ],
    "a part beside other parts": ["Morocco accepts recommendations 98.1 and 98.13 (c)."],
    "one part that the report has not": ["Morocco accepts recommendation 98.3 (a)."],
}


def paper(lines: list[str]) -> bytes:
    return word("".join(map(paragraph, lines)))


@pytest.mark.parametrize("name", REPLIES)
def test_both_come_to_the_same_figures(bring, tmp_path, name):
    report, reply = tmp_path / "report.docx", tmp_path / "reply.docx"
    report.write_bytes(paper(REPORT))
    heading = "Views on conclusions and/or recommendations, voluntary commitments and replies"
    reply.write_bytes(paper(["A/HRC/9/7/Add.1", "Morocco", "Addendum", heading, *REPLIES[name]]))
    lists = Lists.load()
    bring(
        read_document(report.read_bytes(), family="report", file_name="report.docx", lists=lists),
        session=4,
        stage="final",
    )

    told = io.StringIO()
    call_command("reconcile", report, reply, "--json", stdout=told)
    by_command = json.loads(told.getvalue())
    reading = read_document(reply.read_bytes(), family="addendum", file_name="reply.docx", lists=lists)
    by_page = planned(reading, session=4)

    assert Recommendation.objects.count() == 14
    assert {mine: getattr(by_page, mine) for mine in NAMES.values()} == {
        mine: by_command[its] for its, mine in NAMES.items()
    }
    assert by_page.contradictory == [one["number"] for one in by_command["contradictions"]]
    assert by_page.unclear == [
        number for number in by_command["unclear"] if number not in by_page.contradictory
    ]
    assert by_command["received"] == by_command["supported"] + by_command["noted"] + by_command["unanswered"]
