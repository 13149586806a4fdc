"""What comes in."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Event
from recommendations.models import Review
from reference.models import Cycle, State
from reports.formats import format_choices
from upr_portal.languages import OWN_NAMES
from upr_portal.templatetags.portal import listed


class CompileForm(forms.Form):
    """In which languages and formats files are wanted; the languages of the report are ticked, and PDF."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    formats = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=format_choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["pdf"],
        help_text=_("All formats of a language say the same: they are made from the same facts."),
        error_messages={"required": _("Choose at least one format.")},
    )

    def __init__(self, *args, report, **options):
        super().__init__(*args, initial={"languages": report.languages}, **options)
        self.fields["languages"].help_text = gettext(
            "The report has: %(languages)s. In a file in another language, its texts stand in one of these,"
            " and no check looks at it. Give the report that language first if it is to be translated."
        ) % {"languages": listed(OWN_NAMES[code] for code in report.languages)}


def in_their_order(chosen: list[str], first: list[str]) -> list[str]:
    """What is chosen, with those of `first` at the head, in their order. The first language is the source."""
    return [*(code for code in first if code in chosen), *(code for code in chosen if code not in first)]


def subjects() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a report can tell of, under the kind of report that comes of it: "event:3"."""
    asked = {"reviews__recommendations__is_listed": True}
    rows = {
        gettext("Outcome report of a consultation"): Consultation.objects.order_by("-pk"),
        gettext("Report of an event"): Event.objects.order_by("-pk"),
        gettext("Recommendations to a State"): State.objects.filter(**asked).distinct().in_order(),
        gettext("Recommendations of a cycle"): Cycle.objects.order_by("-number"),
    }
    return [
        (label, [(f"{thing._meta.model_name}:{thing.pk}", str(thing)) for thing in things])
        for label, things in rows.items()
    ]


class MakeForm(forms.Form):
    """What a new report is about, and in which languages it is to be had; `kind` and `subject` follow."""

    KINDS = {
        "consultation": ("outcome", Consultation),
        "event": ("event", Event),
        "state": ("recommendations", State),
        "cycle": ("recommendations", Cycle),
    }

    about = forms.ChoiceField(
        label=_("What the report tells of"),
        choices=lambda: [("", "—"), *subjects()],
        error_messages={"required": _("Choose what the report tells of.")},
    )
    session = forms.IntegerField(
        label=_("Number of the UPR session"),
        required=False,
        min_value=1,
        help_text=_("For a State only: leave it empty to tell of all its reviews."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: list(OWN_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )

    def clean_languages(self) -> list[str]:
        """Texts are written first in the language in which the report is made."""
        return in_their_order(self.cleaned_data["languages"], [get_language()])

    def clean(self):
        about, session = self.cleaned_data.get("about"), self.cleaned_data.get("session")
        if not about:
            return self.cleaned_data
        name, _colon, pk = about.partition(":")
        kind, model = self.KINDS[name]
        subject = model.objects.get(pk=pk)
        if session:
            subject = self.review_of(subject, session)
        return self.cleaned_data | {"kind": kind, "subject": subject}

    def review_of(self, state, session: int) -> Review | None:
        if not isinstance(state, State):
            self.add_error("session", _("Only a State was reviewed in a session. Leave this empty."))
            return None
        review = Review.objects.filter(state=state, session__number=session).first()
        if review is None:
            self.add_error(
                "session", _("This State was not reviewed in that session. Choose another number.")
            )
        return review
