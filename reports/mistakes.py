"""What is wrong with the live figures in a text, each with the nearest that would be right."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.figures import example_of
from reports.material import TOKEN, Material, UnknownFigure

# From one sign to the next, on one line: closed, not closed (the words up to the next), or never opened, with
# the words before it. Those are limited: a text in Chinese is one long word, and would be searched again from
# each of its letters.
WRITTEN = re.compile(
    r"\[\[(?:(?!\[\[|\]\]).)*(?:\]\])?|(?:(?:(?!\[\[)\S){1,30} ){0,3}(?:(?!\[\[)\S){0,30}?\]\]"
)
WORDS_SHOWN = 4
KINDS = ("responses", "count", "share")
NEVER_COUNTED = {"sealed", "detached", "texts", "files"}


def refuse_mistakes(text: str, material: Material) -> None:
    """ValidationError with all live figures that are mistyped, or that this survey cannot give."""
    if found := list(mistakes_in(text, material)):
        raise ValidationError(found)


def refuse_misspelt(text: str, material: Material) -> None:
    """ValidationError with all live figures that are mistyped; the survey is not asked yet."""
    if found := list(mistakes_in(text, material, is_survey_asked=False)):
        raise ValidationError(found)


def mistakes_in(text: str, material: Material, *, is_survey_asked: bool = True) -> Iterator[str]:
    """A sentence for each figure that is wrong, in the order of the text; each spelling once."""
    for written in dict.fromkeys(WRITTEN.findall(text)):
        token = TOKEN.fullmatch(written)
        if token is None:
            yield misspelt(written, material)
        elif is_survey_asked and (why := why_unknown(material, *token.groups())):
            words = {"figure": left_to_right(written), "why": why}
            rather = or_rather(written, material) if material.survey else ""
            yield _("“%(figure)s” cannot be filled in. %(why)s") % words + rather


def left_to_right(words: str) -> str:
    """Tokens and addresses, kept in one piece among words that go the other way."""
    return f"\u2066{words}\u2069"


def misspelt(written: str, material: Material) -> str:
    words = {"written": left_to_right(in_short(written))}
    if not written.endswith("]]"):
        return _("“%(written)s” is not closed: write ]] after the figure.") % words
    if not written.startswith("[["):
        return _("“%(written)s” was not opened: write [[ before the figure.") % words
    return _("“%(written)s” is not a figure.") % words + or_rather(written, material)


def in_short(written: str) -> str:
    words = written.split()
    return written.strip() if len(words) <= WORDS_SHOWN else " ".join([*words[:WORDS_SHOWN], "…"])


def or_rather(written: str, material: Material) -> str:
    """What to write instead, led by a space."""
    if nearest := nearest_to(written, material):
        return " " + _("Do you mean %(figure)s?") % {"figure": left_to_right(nearest)}
    if example := example_of(material):
        return " " + _("Write it like %(figure)s.") % {"figure": left_to_right(example)}
    return " " + without_survey()


def without_survey() -> str:
    return _("Without a survey there are no figures: take it out.")


def nearest_to(written: str, material: Material) -> str:
    """The figure of this survey that is spelt nearly so; "" where none is."""
    if material.survey is None:
        return ""
    kind, question, *answers = [*written.strip("[]").split(), "", ""]
    kind, answers = nearest(kind, KINDS), [answer for answer in answers if answer]
    if kind == "responses" and not question:
        return "[[responses]]"
    results = {} if material.results["is_silent"] else material.results
    asked = {result["code"]: result for result in results.get("questions", ())}
    result = asked.get(nearest(question, asked))
    if kind not in KINDS[1:] or result is None:
        return ""
    codes = [nearest(answer, [row["code"] for row in result["rows"]]) for answer in answers]
    rather = f"[[{kind} {result['code']} {' '.join(codes)}]]"
    token = TOKEN.fullmatch(rather)
    return rather if token and all(codes) and not why_unknown(material, *token.groups()) else ""


def nearest(word: str, known) -> str:
    """The one that is spelt nearly so, capitals apart. Digits are never guessed: Q9 is not nearly Q99."""
    by_spelling = {one.casefold(): one for one in known if digits_of(one) == digits_of(word)}
    found = get_close_matches(word.casefold(), by_spelling, n=1, cutoff=0.6)
    return by_spelling[found[0]] if found else ""


def digits_of(word: str) -> str:
    return re.sub(r"\D", "", word)


def why_unknown(material: Material, responses, kind: str, question: str, codes: str) -> str:
    """What is wrong with a figure that is spelt as one; "" if nothing is."""
    if material.survey is None:
        return without_survey()
    if responses:
        return ""
    if material.results["is_silent"]:
        known = material.survey.questions.filter(code=question).exists()
        return "" if known else unknown_question(question)
    try:
        result = material.result(question)
    except UnknownFigure:
        return unknown_question(question)
    return wrong_answers(result, codes.split())


def unknown_question(code: str) -> str:
    return _("The survey has no question %(code)s.") % {"code": code}


def wrong_answers(result: dict, codes: list[str]) -> str:
    named = {"code": result["code"]}
    if result["result"] in NEVER_COUNTED:
        return _("Answers to %(code)s are not counted.") % named
    unknown = set(codes) - {row["code"] for row in result["rows"]}
    if unknown and result["rows"]:
        answer = next(code for code in codes if code in unknown)
        return _("%(code)s has no answer “%(answer)s”.") % {**named, "answer": answer}
    if len(codes) > 1 and not result["adds_up"]:
        return _("People could give several answers to %(code)s, so write one answer only.") % named
    return ""
