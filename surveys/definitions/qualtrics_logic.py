"""Qualtrics' display logic and skip logic as trees of `surveys.conditions`.

Logic is a dictionary of numbered sets, each a dictionary of numbered tests; a later set or test says how
it is joined to those before it ("And", "Or"; Qualtrics spells "Conjuction"), and "and" binds more tightly.
"""

import re
from collections.abc import Callable

from surveys.definitions.expressions import NotMapped, denied, joint

LOCATOR = re.compile(
    r"^q://(?P<question>QID\d+(?:#\d+)?)/(?P<what>SelectableChoice|SelectedChoicesCount|ChoiceTextEntryValue|"
    r"ChoiceGroup|SelectableAnswer)(?:/(?P<choice>\w+))?(?:/(?P<answer>\w+))?$"
)
CHOSEN = {"Selected": True, "NotSelected": False, "IsSelected": True, "IsNotSelected": False}
FILLED = {"NotEmpty": True, "Empty": False}

# (question, choice, answer) in Qualtrics' numbers → the test in the names of the reading.
Chosen = Callable[[str, str, str], dict]


def read_logic(logic: dict, chosen: Chosen) -> dict:
    """The tree of display logic. Raises NotMapped."""
    sets = [(part.get("Type", "If"), numbered(part)) for part in numbered(logic)]
    if not sets:
        raise NotMapped("no logic")
    joined = [("And" if "And" in kind else "Or", tests(parts, chosen)) for kind, parts in sets]
    return ored(joined)


def numbered(logic: dict) -> list[dict]:
    """The parts under the keys "0", "1", …"""
    if not isinstance(logic, dict):
        raise NotMapped("not as Qualtrics writes it")
    keys = sorted((key for key in logic if key.isdecimal()), key=int)
    return [logic[key] for key in keys if isinstance(logic[key], dict)]


def tests(parts: list[dict], chosen: Chosen) -> dict:
    if not parts:
        raise NotMapped("an empty set")
    return ored(
        [(part.get("Conjuction") or part.get("Conjunction") or "And", test(part, chosen)) for part in parts]
    )


def ored(parts: list[tuple[str, dict]]) -> dict:
    """Parts, each with the word that joins it to those before."""
    rows: list[list[dict]] = []
    for word, tree in parts:
        if rows and word.lower() == "and":
            rows[-1].append(tree)
        else:
            rows.append([tree])
    tree = joint("any", [joint("all", list(row)) for row in rows])
    if isinstance(tree, bool):
        raise NotMapped("it always or never holds")
    return tree


def test(part: dict, chosen: Chosen) -> dict:
    operator = str(part.get("Operator", ""))
    locator = LOCATOR.match(str(part.get("LeftOperand") or part.get("ChoiceLocator") or ""))
    if part.get("LogicType") != "Question" or locator is None:
        raise NotMapped(str(part.get("LogicType")))
    return said(operator, locator, chosen)


def said(operator: str, locator: re.Match, chosen: Chosen) -> dict:
    if locator["what"] in {"SelectableChoice", "SelectableAnswer"} and operator in CHOSEN:
        tree = chosen(locator["question"], locator["choice"] or "", locator["answer"] or "")
        return tree if CHOSEN[operator] else denied(tree)
    if locator["what"] == "ChoiceTextEntryValue" and operator in FILLED and not locator["choice"]:
        return chosen(locator["question"], "", "") | {"answered": FILLED[operator]}
    raise NotMapped(operator)


def skip_condition(skip: dict, chosen: Chosen) -> dict:
    """Under which the questions that follow are passed over. Raises NotMapped."""
    locator = LOCATOR.match(str(skip.get("ChoiceLocator") or skip.get("Locator") or ""))
    if locator is None:
        raise NotMapped("no question")
    return said(str(skip.get("Condition", "")), locator, chosen)
