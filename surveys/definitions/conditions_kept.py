"""Conditions of foreign questions in the portal's codes; one that cannot hold here is told, not kept."""

from django.utils.translation import gettext as _

from surveys.definitions.readings import Asked, Reading

ANY_CHOICE = {"state", "states", "ranking"}
YES_NO = {"yes": "yes", "no": "no"}


class Impossible(Exception):
    """The message says why nobody can fulfil the condition here."""


def keep_conditions(reading: Reading, codes: dict[str, str], choices: dict[str, dict[str, str]]) -> None:
    """Put the codes of questions and choices into all conditions; take out those that cannot be kept.

    `codes`: {name in the file: code}; `choices`: {name in the file: {choice in the file: code}}.
    """
    earlier: dict[str, Asked] = {}
    for asked in reading.questions:
        if asked.shown_if and not reading.is_ours:
            try:
                asked.shown_if = mapped(asked.shown_if, codes, choices, earlier)
            except Impossible as reason:
                reading.notes.add(
                    asked.where, "condition", _("It is asked of everybody: %(reason)s") % {"reason": reason}
                )
                asked.shown_if = None
        earlier.setdefault(asked.name, asked)


def mapped(tree: dict, codes: dict, choices: dict, earlier: dict[str, Asked]) -> dict:
    if "not" in tree:
        return {"not": mapped(tree["not"], codes, choices, earlier)}
    for joint in ("all", "any"):
        if joint in tree:
            return {joint: [mapped(part, codes, choices, earlier) for part in tree[joint]]}
    name = tree["question"]
    before = earlier.get(codes.get(name, ""))
    if before is None:
        raise Impossible(
            _("its condition names %(question)s, which is not asked before it.") % {"question": name}
        )
    if "answered" in tree:
        return tree | {"question": before.name}
    test = "equals" if "equals" in tree else "includes"
    code = choice_of(before, choices.get(name, {}), tree[test])
    if code is None:
        raise Impossible(
            _("its condition waits for “%(choice)s” in %(question)s, which is no choice there.")
            % {"choice": tree[test], "question": name}
        )
    return {"question": before.name, test: code}


def choice_of(before: Asked, choices: dict[str, str], wanted: str) -> str | None:
    if before.kind == "yes_no":
        choices = YES_NO | choices
    elif before.kind in ANY_CHOICE and not before.choices:
        return wanted
    return choices.get(wanted)
