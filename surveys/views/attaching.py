"""What a page of questions sends besides texts: files that are attached, and those that are taken away."""

from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from surveys.actions import FileChange
from surveys.documents import CannotBeCleaned, Document, clean_apart
from surveys.documents.apart import SENTENCES
from surveys.models import Question
from surveys.question_types.files import LARGEST, most_files, too_many_files
from upr_portal.bodies import Files, left_out

TOGETHER = 3 * LARGEST
# A request beyond this is not read at all; up to here, files that are too large are told by their fields.
BODY = 10 * LARGEST
TAKEN = Files(body=BODY, one=LARGEST, together=TOGETHER)


@dataclass
class Attached:
    """`changes` go to the draft; `refused` ({field: [sentence]}) are told beside the fields."""

    changes: list[FileChange] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)

    def everything_refused(self) -> dict[str, list[str]]:
        """Once the changes are made: also what found no place beside the files that were there."""
        beyond = {change.name: [too_many_files(change.most)] for change in self.changes if change.left_out}
        return {name: [*self.refused.get(name, []), *beyond.get(name, [])] for name in self.refused | beyond}


def attached_by(request: HttpRequest, questions: list[Question]) -> Attached:
    """What the request says about the files of these questions; the new ones are clean."""
    attached = Attached()
    too_large = left_out(request)
    # The button of a file says "Q7 <key>".
    button, _blank, taken_away = request.POST.get("take_away", "").partition(" ")
    for question in questions:
        if not question.type.takes_files:
            continue
        name = question.code
        clean, refused = cleaned(request.FILES.getlist(name))
        if name in too_large:
            refused.append(_("A file is larger than 5 MB, or all together than 15 MB. It was not kept."))
        change = FileChange(name, most_files(question), clean, taken_away if button == name else "")
        attached.changes.append(change)
        if refused:
            attached.refused[name] = refused
    return attached


def cleaned(uploads: list) -> tuple[list[Document], list[str]]:
    """The clean documents, and a sentence for each file that is not taken: the one place that names it."""
    documents, refused = [], []
    for upload in uploads:
        try:
            documents.append(clean_apart(upload.read()))
        except CannotBeCleaned as error:
            refused.append(
                _("“%(file)s” was not kept. %(reason)s")
                % {"file": f"\u2068{upload.name}\u2069", "reason": SENTENCES[error.refusal]}
            )
    return documents, refused
