"""What the cells of a table say: nothing, a choice by code or label, yes or no; and what cannot be read."""

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from surveys.models import Question
from surveys.question_types import DECLINED

PASSED_OVER = "passed-over"  # asked, and not answered
NOTHING = {"", PASSED_OVER, "n/a"}
YES, NO = {"1", "yes", "true", "x", "1.0"}, {"0", "no", "false", "0.0"}
LONGEST_TEXT = 6000


class NotReadable(Exception):
    """A cell says something that the question does not take; the message says what it takes."""


def not_too_long(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise NotReadable(f"the text has {len(text)} characters; at most {LONGEST_TEXT} are kept")
    return text


def codes_by_word(question: Question) -> dict[str, str]:
    """{a code or a label in any language, as it may be written: the code}."""
    if not hasattr(question, "words_known"):
        words = {str(label): code for code, label in question.type.options(question)}
        for choice in question.choices.all():
            names = (build_localized_fieldname("label", code) for code, _name in settings.LANGUAGES)
            labels = (getattr(choice, name) for name in names)
            words |= {label: choice.code for label in labels if label}
        codes = [*words.values(), *([DECLINED] if question.offers_decline else [])]
        words |= {code: code for code in codes}
        question.words_known = words | {word.casefold(): code for word, code in words.items()}
    return question.words_known


def code_said(question: Question, text: str) -> str:
    words = codes_by_word(question)
    code = words.get(text) or words.get(text.casefold())
    if code is None:
        raise NotReadable(f"“{text[:60]}” is none of the choices")
    return code


def declined(question: Question, text: str) -> dict | None:
    return {"choices": [DECLINED]} if question.offers_decline and text.casefold() == DECLINED else None


def is_ticked(question: Question, code: str, text: str) -> bool:
    word = text.casefold()
    if word in NOTHING or word in NO:
        return False
    if word in YES or codes_by_word(question).get(text) == code:
        return True
    raise NotReadable(f"“{text[:60]}” does not say whether {code} was chosen; write 1 or 0")
