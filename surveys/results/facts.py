"""Results as plain data that JSON can hold, with labels in a language: pages and reports are written from it.

A label or text that had to be borrowed from another language is marked with that language.
"""

from typing import Any

from django.utils.translation import gettext, override

from reference.models import State
from surveys.results.gathering import QuestionResult, SurveyResults, lines_of
from surveys.results.tally import own_words, text_in
from surveys.suppression import NOBODY, Cell, percent


def facts_of(results: SurveyResults, language: str) -> dict[str, Any]:
    """All of it in a language (docs/answers.md says what each name holds)."""
    survey = results.survey
    with override(language):
        return {
            "survey": survey.slug,
            "title": text_in(survey, "title", language),
            "language": language,
            "is_generated": survey.is_generated,
            "is_silent": results.is_silent,
            "threshold": survey.threshold,
            "responses": results.responses,
            "languages": {code: told(cell) for code, cell in (results.languages or {}).items()},
            "by": facts_of_groups(results, language) if results.by else None,
            "dividers": [
                {"code": question.code, "text": text_in(question, "text", language)}
                for question in results.dividers
            ],
            "parts": [
                {
                    "number": part.number,
                    "section": text_in(part.section, "title", language),
                    "first": part.questions[0].code,
                    "last": part.questions[-1].code,
                }
                for part in results.parts
            ],
            "questions": [facts_of_question(one, results, language) for one in results.questions],
        }


def told(cell: Cell) -> dict[str, Any]:
    return {"count": cell.count, "why": cell.why}


def facts_of_groups(results: SurveyResults, language: str) -> dict[str, Any]:
    by = results.by
    labels = by.tally.labels(by.question, list(by.cells), language)
    labels[NOBODY] = own_words(gettext("No answer"), language)
    return {
        "code": by.question.code,
        "text": text_in(by.question, "text", language),
        "groups": [
            {"code": code, "label": labels[code], "people": people}
            for code, people in results.groups().items()
        ],
    }


def facts_of_question(result: QuestionResult, results: SurveyResults, language: str) -> dict[str, Any]:
    question, kind = result.question, result.kind_of_result()
    is_counted = kind not in ("sealed", "detached", "silent", "texts")
    return {
        "code": question.code,
        "kind": question.kind,
        "section": text_in(question.section, "title", language),
        "text": text_in(question, "text", language),
        "result": kind,
        "adds_up": result.tally.adds_up,
        "asked": result.asked if is_counted else None,
        "base": result.base if is_counted else None,
        "rows": rows_of(result, language) if is_counted else [],
        "figures": result.figures,
        "states": states_in(result.states, language),
        "texts": result.texts if result.texts >= results.survey.threshold else None,
        "by": divided_rows(result, results, language) if results.by else None,
    }


def rows_of(result: QuestionResult, language: str) -> list[dict[str, Any]]:
    labels = labels_of(result, language)
    rows = []
    for code, cell in result.cells.items():
        row = {"code": code, "label": labels[code], **told(cell), "percent": percent(cell, result.base)}
        if result.among_first and code in result.among_first:
            row["among_first"] = told(result.among_first[code])
        if result.means:
            row["mean"] = result.means.get(code)
        rows.append(row)
    return rows


def labels_of(result: QuestionResult, language: str) -> dict[str, dict[str, str]]:
    return result.tally.labels(result.question, list(result.cells), language)


def divided_rows(
    result: QuestionResult, results: SurveyResults, language: str
) -> list[dict[str, Any]] | None:
    """A row an answer, a cell a group; None where the answers are not shown by group."""
    if result.divided is None:
        return None
    groups = results.groups()
    labels = labels_of(result, language) | {NOBODY: own_words(gettext("No answer"), language)}
    return [
        {
            "code": code,
            "label": labels[code],
            "cells": [cell_by_group(result.divided[code, group], groups[group]) for group in groups],
        }
        for code, line in lines_of(result, results.responses).items()
        if code != NOBODY or line.count
    ]


def cell_by_group(cell: Cell, people: int) -> dict[str, Any]:
    return {**told(cell), "percent": percent(cell, people)}


def states_in(counts: dict[str, int] | None, language: str) -> list[dict[str, Any]]:
    """States that enough people named, the most named first."""
    if not counts:
        return []
    named = [
        {"iso3": state.iso3, "label": text_in(state, "name", language), "count": counts[state.iso3]}
        for state in State.objects.filter(iso3__in=counts)
    ]
    return sorted(named, key=lambda state: (-state["count"], state["iso3"]))
