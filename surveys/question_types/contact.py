"""How to reach somebody; never kept beside answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.question_types.base import QuestionType, labelled, wanted
from surveys.question_types.options import Boxes


def autocompleted(token: str, widget=forms.TextInput):
    return widget(attrs={"autocomplete": token})


class Contact(QuestionType):
    """How to reach somebody who wants to take part. It is detached: never kept with the answers."""

    label = _("Contact details, kept apart")
    part = "contact"
    is_detached = True
    declines_beside = False

    def fields(self, question):
        return {
            "": forms.MultipleChoiceField(
                choices=[("yes", _("Yes, you may write to me about it"))],
                widget=Boxes,
                **labelled(question),
                **wanted(question),
            ),
            "name": forms.CharField(
                label=_("Name"), max_length=200, required=False, widget=autocompleted("name")
            ),
            "organisation": forms.CharField(
                label=_("Organisation"), max_length=200, required=False, widget=autocompleted("organization")
            ),
            "email": forms.EmailField(
                label=_("E-mail address"), required=False, widget=autocompleted("email", forms.EmailInput)
            ),
        }

    def check(self, question, given):
        details = any(given.get(part) for part in ("name", "organisation", "email"))
        errors = {}
        if given.get("") and not given.get("email"):
            errors["email"] = _("Give an e-mail address, or take back your wish to be written to.")
        if details and not given.get(""):
            errors[""] = _("Tick the box if we may write to you. Otherwise empty the fields below it.")
        return errors

    def value(self, question, given):
        if not given.get(""):
            return None
        return {part: given.get(part, "") for part in ("name", "organisation", "email")}

    def words(self, question, value, labels=None):
        yield from filter(None, value.values())
