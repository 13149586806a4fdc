"""A statement as its writer types it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Statement
from surveys.documents import CannotBeCleaned, Document, clean_apart
from surveys.documents.apart import SENTENCES
from surveys.documents.kinds import Refusal
from surveys.question_types.files import ENDINGS, LARGEST
from upr_portal.bodies import Files
from upr_portal.languages import language_choices

CONSENTS = ("interpreters_may_read", "moderator_may_read", "may_be_published")
# A request beyond this is not read at all; up to here, a file that is too large is told beside its field.
TAKEN = Files(body=4 * LARGEST, one=LARGEST, together=LARGEST)
ACCEPTED = ",".join(f".{ending}" for ending in ENDINGS.values())


class LeavingForm(forms.Form):
    """What is to become of what somebody has written, when they withdraw. To delete it is preset."""

    statements = forms.ChoiceField(
        label=_("What is to become of it?"),
        choices=[
            ("delete", _("Delete it with my withdrawal: text and file are gone for good")),
            ("keep", _("Keep it as a written statement: it is used only as I agreed")),
        ],
        initial="delete",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is to become of what you have written.")},
    )

    @property
    def keeps(self) -> bool:
        return self.cleaned_data["statements"] == "keep"


class StatementForm(forms.Form):
    """Text or file, language, and what may be done with it; to be handed in it needs one use at least.

    `written` is what was saved before; `too_large` says that a file came which was not read.
    """

    text = forms.CharField(
        label=_("Your statement"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 14, "dir": "auto"}),
        help_text=_("Write or paste it here, or choose a file below. You may give both."),
    )
    file = forms.FileField(
        label=_("Or as a file"),
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text=_(
            "One file of at most 5 MB: PDF, Word (.docx), OpenDocument text or plain text. Its name and"
            " hidden details such as the author are removed. What the text says stays, also your name."
        ),
        error_messages={"empty": SENTENCES[Refusal.EMPTY]},
    )
    takes_file_away = forms.BooleanField(label=_("Take the file away"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the statement"),
        choices=language_choices,
        error_messages={"required": _("Choose the language of the statement.")},
    )
    interpreters_may_read = forms.BooleanField(label=_("Interpreters may read it"), required=False)
    moderator_may_read = forms.BooleanField(
        label=_("The moderator may read it out if I cannot speak"), required=False
    )
    may_be_published = forms.BooleanField(
        label=_("Publish it after the meeting if it was not delivered"),
        required=False,
        help_text=_("With your name as the public list of speakers shows it, or without a name."),
    )

    def __init__(
        self,
        *args,
        hand_in: bool,
        written: Statement | None = None,
        too_large: bool = False,
        **options,
    ):
        self.hand_in, self.written, self.too_large = hand_in, written, too_large
        super().__init__(*args, **options)
        if not (written and written.has_file):
            del self.fields["takes_file_away"]

    def clean_file(self) -> Document | None:
        """The file, clean."""
        upload = self.cleaned_data["file"]
        if self.too_large:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. It was not kept. Attach a smaller one.")
            )
        if upload is None:
            return None
        try:
            return clean_apart(upload.read(), with_words=True)
        except CannotBeCleaned as error:
            raise forms.ValidationError(SENTENCES[error.refusal]) from error

    def clean(self):
        data = super().clean()
        has_file = data.get("file") or (self.written and self.written.has_file and not self.removes_file)
        if not (data.get("text") or has_file or self.errors):
            self.add_error("text", _("Write or paste your statement, or choose a file."))
        if self.hand_in and not any(data.get(name) for name in CONSENTS):
            self.add_error(
                "interpreters_may_read",
                _("Nobody may read it yet. Choose at least one use, or save it as a draft."),
            )
        return data

    @property
    def removes_file(self) -> bool:
        return bool(self.cleaned_data.get("takes_file_away"))

    @property
    def document(self) -> Document | None:
        """The new file, if one came and is clean."""
        return self.cleaned_data.get("file")

    def values(self) -> dict:
        """As `save_statement` takes them."""
        named = {name: self.cleaned_data[name] for name in ("text", "language", *CONSENTS)}
        return named | {"document": self.document, "keeps_file": not self.removes_file}
