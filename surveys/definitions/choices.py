"""The choices of foreign questions: codes, "Other", "I prefer not to say", yes and no."""

from django.utils.translation import gettext as _

from surveys.definitions.codes import LONGEST_CHOICE, fitting
from surveys.definitions.readings import Asked, Reading, both
from surveys.question_types import DECLINED, OTHER

OFFERS = {OTHER: "offers_other", DECLINED: "offers_decline"}
WITH_CHOICES = {"single", "multiple", "scale", "ranking"}
TEXTS = {"text", "short_text"}
LONGEST_NOTE = 8


def settle_choices(reading: Reading) -> dict[str, dict[str, str]]:
    """Give all choices codes that fit; returns {question: {name in the file: code}}."""
    codes = {}
    for asked in reading.questions:
        take_out_reserved(asked, reading)
    if not reading.is_ours:
        fold_texts_beside_other(reading)
    for asked in reading.questions:
        codes.setdefault(asked.name, recode(asked, reading))
        is_said = reading.is_ours and "kind" in asked.flags
        if (
            asked.kind == "single"
            and not is_said
            and {name for name, _label in asked.choices} == {"yes", "no"}
        ):
            asked.kind, asked.choices = "yes_no", []
        if asked.kind in WITH_CHOICES and not (asked.choices or reading.is_ours):
            reading.notes.add(
                asked.where, asked.kind, _("There are no choices in the file. It is asked as a text.")
            )
            asked.kind = "short_text"
    return codes


def take_out_reserved(asked: Asked, reading: Reading) -> None:
    """What the portal offers by itself is not a choice of its own."""
    for name, label in list(asked.choices):
        flag = OFFERS.get(name)
        if flag and asked.kind != "ranking":
            asked.choices.remove((name, label))
            asked.flags[flag] = True
            if not reading.is_ours:
                reading.notes.add(
                    asked.where,
                    name,
                    _("The portal offers this choice in its own words; “Other” comes with a text."),
                )


def recode(asked: Asked, reading: Reading) -> dict[str, str]:
    known = {code: code for code, flag in OFFERS.items() if asked.flags.get(flag)}
    taken = set(OFFERS)
    changed, settled = [], []
    for name, label in asked.choices:
        code = fitting(name, LONGEST_CHOICE, taken)
        taken.add(code)
        known.setdefault(name, code)
        settled.append((code, label))
        if code != name:
            changed.append(f"{name} → {code}")
    asked.choices = settled
    if changed:
        more = f" … ({len(changed)})" if len(changed) > LONGEST_NOTE else ""
        reading.notes.add(
            asked.where,
            ", ".join(changed[:LONGEST_NOTE]) + more,
            _("Codes of choices were changed: they are of letters, digits, - and _, each used once."),
        )
    return known


def fold_texts_beside_other(reading: Reading) -> None:
    """A text that is asked of those alone who chose "Other" just before is the text that comes with it."""
    for group in reading.groups:
        for before, asked in zip(list(group.questions), list(group.questions[1:]), strict=False):
            wanted = [{"question": before.name, test: OTHER} for test in ("equals", "includes")]
            if before.flags.get("offers_other") and asked.kind in TEXTS and asked.shown_if in wanted:
                group.questions.remove(asked)
                reading.notes.add(
                    asked.where,
                    asked.name,
                    _("This is the text that the portal asks for beside “Other” of %(question)s.")
                    % {"question": before.name},
                )


def add_other(asked: Asked, reading: Reading) -> None:
    """The format says that "Other" with a text is among the choices."""
    if asked.kind == "ranking":
        reading.notes.add(asked.where, OTHER, _("“Other” cannot be ranked. It is left out."))
    else:
        asked.flags["offers_other"] = True


def under(condition: dict | None, asked: Asked) -> None:
    """The question is asked only where the condition holds, too."""
    asked.shown_if = both(condition, asked.shown_if)
