"""Whether anybody can ever be asked a question: a search through the ways of answering those before it.

A way is a list of tests, each of which must hold or must not; it is possible if each question named in it
can be answered so, and was itself asked.
"""

from collections.abc import Iterator
from itertools import islice, product

from surveys.conditions import holds, inward
from surveys.models import Question
from surveys.question_types import DECLINED

# Beyond so many ways we give up and believe that one of them is possible.
MOST_WAYS = 5_000

Way = list[dict]


def ways(condition: dict | None) -> Iterator[Way]:
    """All ways to fulfil it: {"any": [a, {"all": [b, c]}]} gives [a] and [b, c]."""
    if not condition:
        yield []
        return
    condition = inward(condition)
    if "any" in condition:
        for part in condition["any"]:
            yield from ways(part)
    elif "all" in condition:
        for combination in product(*(list(islice(ways(part), MOST_WAYS)) for part in condition["all"])):
            yield [test for way in combination for test in way]
    else:
        yield [condition]


def named(test: dict) -> str:
    return test.get("not", test)["question"]


def possible_values(question: Question, way: Way) -> Iterator[dict]:
    """Values that tell apart all that tests can ask: one choice each, and those of the way together."""
    if not question.type.has_choices:
        yield {"text": "…"}
        yield from ({"choices": [code]} for code in [DECLINED] if question.offers_decline)
        return
    codes = list(dict(question.type.options(question)))
    yield from ({"choices": [code]} for code in codes)
    if question.type.is_exclusive:
        return
    wanted = list(dict.fromkeys(test["includes"] for test in way if test.get("includes") in codes))
    others = [code for code in codes if code not in wanted]
    for chosen in [wanted, *([*wanted, other] for other in others)]:
        if len(chosen) > 1 and DECLINED not in chosen and len(chosen) <= (question.most or len(codes)):
            yield {"choices": chosen}


def can_be_left_out(question: Question) -> bool:
    return not question.required or bool(question.shown_if)


def is_possible(way: Way, questions: dict[str, Question], asked: frozenset[str] = frozenset()) -> bool:
    """`asked` are the questions whose own condition is part of the way already."""
    must_answer = set()
    for code in {named(test) for test in way}:
        question = questions.get(code)
        tests = [test for test in way if named(test) == code]
        if question is None:
            return False
        if can_be_left_out(question) and all(holds(test, {}) for test in tests):
            continue
        values = possible_values(question, way)
        if not any(all(holds(test, {code: value}) for test in tests) for value in values):
            return False
        must_answer.add(code)
    return all_were_asked(way, must_answer - asked, questions, asked)


def all_were_asked(way: Way, codes: set[str], questions: dict[str, Question], asked: frozenset[str]) -> bool:
    conditions = [questions[code].shown_if for code in codes if questions[code].shown_if]
    if not conditions:
        return True
    return any(
        is_possible(way + more, questions, asked | codes)
        for more in islice(ways({"all": conditions}), MOST_WAYS)
    )


def can_be_reached(question: Question, questions: dict[str, Question]) -> bool:
    """Whether there are answers ({code: question} are all of the survey) after which it is asked."""
    return any(is_possible(way, questions) for way in islice(ways(question.shown_if), MOST_WAYS))
