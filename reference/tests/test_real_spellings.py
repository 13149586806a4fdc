"""Every State that a real document names is found."""

import csv
import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reference.models import State, Theme

pytestmark = pytest.mark.real_data

# What the readings of others put where a State should stand.
NO_STATE = {"", "NA", "ILO", "Korea", "2025", "the Paris Principles", "2011–2020", "2016–2020"}


def upr_info(folder: Path) -> list[dict]:
    text = (folder / "upr-info" / "sessions-1-5.csv").read_bytes().decode("mac_roman")
    return list(csv.DictReader(html.unescape(text).replace("\r", "\n").splitlines()))


def rows(path: Path, encoding: str = "utf-8") -> Iterator[dict]:
    return csv.DictReader(
        path.read_bytes().decode(encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )


def spreadsheet(folder: Path) -> Iterator[str]:
    workbook = CalamineWorkbook.from_path(folder / "upr-info" / "sessions-1-5.xls")
    for row in workbook.get_sheet_by_index(0).to_python(skip_empty_area=True)[1:]:
        yield from (html.unescape(row[0]), html.unescape(row[4]))


def spellings(folder: Path) -> Iterator[str]:
    for row in upr_info(folder):
        yield from (row["To"], row["From"])
    yield from spreadsheet(folder)
    for year in (2008, 2009):
        for row in rows(folder / "reports" / "parsed" / f"{year}data.csv", "latin-1"):
            yield from (row["to"], row["From"])
    for row in rows(folder / "states" / "upr_sessions_partial_cycles1-4.csv"):
        yield row["state_as_written"]
    for row in rows(folder / "states" / "upr_info_states_regional_groups_2015.csv"):
        yield row["To"]
    for row in rows(folder / "morocco" / "morocco_pays_fr_ar.csv"):
        yield from (row["Nom"], row["NomAr"])
    for row in rows(folder / "china-2018" / "text_cleaning_list_2018.csv"):
        yield row["country"]
    for row in rows(folder / "drafts" / "namibia_upr_recommendations.csv"):
        yield from row["states"].split(";")
    for path in (folder / "uhri").glob("*.json"):
        record = json.loads(path.read_text())
        yield from record["countries"] + record["upr_recommending_country"]


def test_every_state_of_the_real_documents_is_found(reference, real_data):
    states = State.objects.by_spelling()

    named = {spelling.strip() for spelling in spellings(real_data) if spelling is not None} - NO_STATE

    assert len(named) > 300
    assert {spelling for spelling in named if spelling not in states} == set()


def test_every_issue_of_upr_info_is_found(reference, real_data):
    issues = Theme.objects.by_label("upr-info")

    named = {issue for row in upr_info(real_data) for issue in row["Issue"].split(",")}

    assert {issue for issue in named if issue not in issues} == set()


def test_the_regional_groups_are_those_of_upr_info(reference, real_data):
    states = State.objects.select_related("regional_group").by_spelling()

    for row in rows(real_data / "states" / "upr_info_states_regional_groups_2015.csv"):
        assert states[row["To"]].regional_group.code == row["To-Rgrp"].upper()
