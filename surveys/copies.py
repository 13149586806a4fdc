"""A copy of somebody's answers as a file: plain text to read, JSON for programs."""

import html
import json

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.models import Question, Section, Survey
from upr_portal.languages import OWN_NAMES, direction

KINDS = {"txt": "text/plain; charset=utf-8", "json": "application/json"}
# Lines of a file have no direction but that of their first letter, and codes of questions are Latin.
RIGHT_TO_LEFT_MARK = "\u200f"

# Section by section: question, the answer in words, the language it was written in ("" if not known).
Answers = list[tuple[Section, list[tuple[Question, list[str], str]]]]


def copy_of(survey: Survey, answers: Answers, kind: str, *, is_sent: bool) -> HttpResponse:
    """The answers as a file to keep, in the reader's language; its name tells nothing."""
    make = {"txt": as_text, "json": as_json}[kind]
    response = HttpResponse(make(survey, answers, is_sent=is_sent), content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="copy.{kind}"'
    response.headers["Content-Language"] = get_language()
    return response


def plain(text: str) -> str:
    """Labels that were borrowed from another language come as markup; what people typed never does."""
    return html.unescape(strip_tags(text)) if isinstance(text, SafeString) else str(text)


def about(survey: Survey, *, is_sent: bool) -> list[str]:
    """What the reader of the file should know."""
    lines = [
        _("These answers were sent.") if is_sent else _("These answers are not sent yet."),
        _("This file is not locked. Whoever opens it can read your answers."),
    ]
    if is_sent and not all(question.can_be_changed for question in survey.questions.all()):
        lines.append(
            _("Contact details, answers about reprisals and files are not in it: they were taken apart.")
        )
    return lines


def as_text(survey: Survey, answers: Answers, *, is_sent: bool) -> bytes:
    """With the mark by which Windows knows the encoding of text."""
    mark = RIGHT_TO_LEFT_MARK if direction(get_language()) == "rtl" else ""
    lines = [mark + survey.title, "", *(mark + line for line in about(survey, is_sent=is_sent))]
    for section, rows in answers:
        lines += ["", "", mark + section.title, "=" * 40]
        for question, words, _language in rows:
            lines += ["", f"{mark}{question.code}. {question.text}"]
            lines += map(plain, words) if words else [mark + _("Not answered")]
    return "\n".join([*lines, ""]).encode("utf-8-sig")


def as_json(survey: Survey, answers: Answers, *, is_sent: bool) -> bytes:
    language = get_language()
    rows = [
        {
            "section": section.title,
            "question": question.code,
            "text": question.text,
            "answer": [plain(word) for word in words],
            **({"language": written, "direction": direction(written)} if written else {}),
        }
        for section, questions in answers
        for question, words, written in questions
    ]
    data = {
        "survey": survey.slug,
        "title": survey.title,
        "language": language,
        "language_name": OWN_NAMES[language],
        "direction": direction(language),
        "is_sent": is_sent,
        "notes": about(survey, is_sent=is_sent),
        "answers": rows,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
