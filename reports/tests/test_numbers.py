"""Numbers in prose that are said of the data, in six languages, and those that are not."""

import pytest

from reports.material import Material
from reports.models import Report
from reports.publication.numbers import Data, Said, said_in


@pytest.mark.parametrize(
    "text",
    [
        "We read 37 answers.",
        "Il y avait 37\u00a0réponses.",
        "Hubo 37 organizaciones.",
        "قرأنا ٣٧ إجابة.",
        "وشارك 37 منظمة",
        "Было 37 участников.",
        "共有37名参与者。",
    ],
)
def test_a_count_is_read_in_six_languages(text):
    assert [(said.number, said.is_share) for said in said_in(text)] == [(37, False)]


@pytest.mark.parametrize(
    "text",
    ["37 % agree", "37%", "37 per cent", "37\u202f% d’entre elles", "٣٧٪ منهم", "37 процентов", "占37%"],
)
def test_a_share_is_read_in_six_languages(text):
    assert [(said.number, said.is_share) for said in said_in(text)] == [(37, True)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 organisations met; article 37, A/HRC/48/37, 37 July and proposal 3.7 recommendations.",
        "Q37 answers, [[share Q1 some]] %, and https://example.org/37%20answers",
        "More than 200 organisations, some 40 % of them, about 12 participants.",
        "Plus de 200 organisations, environ 40 % ; más de 200 organizaciones",
        "أكثر من 200 منظمة، ونحو 40٪ منها. Более 200 организаций. 超过200个组织",
        "In room 37 the answers were read by 37 people.",
    ],
)
def test_years_articles_symbols_proposals_and_rounded_numbers_are_left_alone(text):
    assert list(said_in(text)) == []


def test_thousands_and_decimals_are_one_number():
    said = list(said_in("1,204 recommendations, 1 204 recommandations, 61.5 % and 61,5 %"))

    assert [one.number for one in said] == [61.5, 61.5, 1204, 1204]


def test_the_data_of_a_report_are_its_counts_shares_and_lengths():
    charts = [{"rows": [{"count": 49, "percent": 69, "length": 55}]}]
    issues = {"key_issues": [{"proposals": [{"number": 1}, {"number": 2}]}, {"proposals": [{}, {}, {}]}]}
    facts = {"sections": [{"charts": charts, "figures": [{"number": 84}], **issues}]}

    data = Data(facts, Material(Report()))

    assert data.shares == {69} and {49, 84, 5} <= data.counts and not data.counts & {55, 69}
    assert data.has(Said("68.6", 68.6, True)) and not data.has(Said("67", 67, True))
    assert data.has(Said("84", 84, False)) and not data.has(Said("85", 85, False))
