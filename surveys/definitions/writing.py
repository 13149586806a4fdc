"""The questions of a survey as a file, from which the same survey can be made again."""

import json
from collections.abc import Callable

from surveys.definitions.xlsform_writing import xlsform_of
from surveys.models import Survey
from surveys.questionnaires import questionnaire_of


def as_xlsform(survey: Survey) -> bytes:
    version = f"{survey.opens:%Y%m%d}"
    return xlsform_of(questionnaire_of(survey), form_id=survey.slug, version=version)


def as_json(survey: Survey) -> bytes:
    return (json.dumps(questionnaire_of(survey), ensure_ascii=False, indent=1) + "\n").encode()


WRITERS: dict[str, Callable[[Survey], bytes]] = {"xlsform": as_xlsform, "json": as_json}


def written_as(format: str, survey: Survey) -> bytes:
    """`format` is one of WRITERS."""
    return WRITERS[format](survey)
