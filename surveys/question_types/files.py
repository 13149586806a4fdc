"""Documents as answers. They lie in rows of their own; a value names them."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.question_types.base import QuestionType, labelled, wanted

LARGEST = 5 * 1024 * 1024
MOST_FILES = 3
# What is taken: how it is called here, and how its name ends.
ENDINGS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
}


def file_name(code: str, number: int, type: str) -> str:
    """The name we give, such as "Q7-1.pdf"; the one that a person gave is not kept."""
    return f"{code}-{number}.{ENDINGS[type]}"


def most_files(question) -> int:
    return int(question.most or MOST_FILES)


class AttachedFiles(forms.FileInput):
    """The files that are there, each with a button that takes it away, and a field for more."""

    template_name = "surveys/widgets/files.html"
    use_fieldset = True

    def __init__(self, question):
        self.question = question
        super().__init__(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS.values())})

    def value_from_datadict(self, data, files, name):
        """The files of the draft (see SectionForm); new ones were taken in before."""
        return data.getlist(name)

    def format_value(self, value):
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        attached = value or []
        context["widget"]["attached"] = [
            {
                "key": file["id"],
                "name": file_name(self.question.code, number, file["type"]),
                "size": filesizeformat(file["size"]),
            }
            for number, file in enumerate(attached, 1)
        ]
        context["widget"]["most"] = most_files(self.question)
        context["widget"]["has_room"] = len(attached) < most_files(self.question)
        return context


class FilesField(forms.Field):
    """A list of {"id", "key", "type", "size"}, as they stand in the draft."""

    holds_several = True

    def __init__(self, question, **options):
        self.most = most_files(question)
        super().__init__(widget=AttachedFiles(question), **options)

    def validate(self, attached: list[dict]) -> None:
        super().validate(attached)
        if len(attached) > self.most:
            raise ValidationError(too_many_files(self.most))


def too_many_files(most: int) -> str:
    return ngettext(
        "Only %(most)d file can be attached. Take one away before you attach another.",
        "Only %(most)d files can be attached. Take one away before you attach another.",
        most,
    ) % {"most": most}


class Files(QuestionType):
    """Documents (`most`: how many), cleaned of what they say about their author."""

    label = gettext_lazy("Files")
    part = "files"
    takes_files = True
    is_changeable = False

    def answer_field(self, question):
        most = most_files(question)
        hint = ngettext(
            "%(most)d file of at most 5 MB: PDF, Word (.docx), OpenDocument text or plain text.",
            "Up to %(most)d files of at most 5 MB each: PDF, Word (.docx), OpenDocument text or plain text.",
            most,
        ) % {"most": most}
        kept = _("File names and hidden details such as the author are removed. What the text says stays.")
        return FilesField(question, **labelled(question, hint, kept), **wanted(question))

    def value(self, question, given):
        value = super().value(question, given)
        if value and self.part in value:
            attached = value[self.part]
            value = {
                self.part: [
                    {
                        "id": file["id"],
                        "name": file_name(question.code, number, file["type"]),
                        "type": file["type"],
                        "size": file["size"],
                    }
                    for number, file in enumerate(attached, 1)
                ]
            }
        return value

    def spelled(self, question, answer):
        yield from (f"{file['name']} ({filesizeformat(file['size'])})" for file in answer)
