"""Files that were sent as answers, for moderators: how many, and all of a question as an archive."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from surveys.models import AnswerFile, Question, Survey
from surveys.question_types import QUESTION_TYPES
from surveys.question_types.files import file_name
from surveys.results import results_of

AT_ONCE = 4  # files in memory: five megabytes each
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can tell
KINDS = [kind for kind, question_type in QUESTION_TYPES.items() if question_type.takes_files]


@dataclass
class FileAnswers:
    """The files of one question; `people` and `files` are None where too few people attached something."""

    question: Question
    people: int | None
    files: int | None

    def in_no_order(self) -> list:
        """Keys of the files. Their order does not tell which came from one person, or with which text."""
        shuffled = MD5(Concat(Cast("pk", TextField()), Value("files")))
        return list(
            AnswerFile.objects.filter(question=self.question).order_by(shuffled).values_list("pk", flat=True)
        )


def file_answers_of(survey: Survey) -> list[FileAnswers]:
    """The files of a survey by question. Test for who may have them: `permissions.can_read_free_answers`.

    The rules for texts hold: silence below the threshold, and behind an answer that is not shown.
    """
    if not survey.questions.filter(kind__in=KINDS).exists():
        return []
    counts = {
        row["question"]: row
        for row in AnswerFile.objects.filter(response__survey=survey)
        .values("question")
        .annotate(people=Count("response", distinct=True), files=Count("pk"))
        .order_by()
    }
    found = []
    for result in results_of(survey).questions:
        question = result.question
        # Not asked: sealed, or asked after an answer that is not shown.
        if not question.type.takes_files or result.asked is None:
            continue
        row = counts.get(question.pk, {"people": 0, "files": 0})
        is_shown = row["people"] >= survey.threshold
        found.append(FileAnswers(question, *((row["people"], row["files"]) if is_shown else (None, None))))
    return found


class Pieces:
    """What zipfile writes to: gives out what was written since it was last asked."""

    def __init__(self):
        self.waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """There is nothing behind this that could be flushed."""

    def taken(self) -> bytes:
        piece, self.waiting = b"".join(self.waiting), []
        return piece


def archive_of(answers: FileAnswers) -> Iterator[bytes]:
    """A zip archive of all files of a question, piece by piece, named anew in an order that says nothing."""
    pieces, keys = Pieces(), answers.in_no_order()
    with zipfile.ZipFile(pieces, "w") as archive:
        for start in range(0, len(keys), AT_ONCE):
            rows = AnswerFile.objects.in_bulk(keys[start : start + AT_ONCE])
            for number, key in enumerate(keys[start : start + AT_ONCE], start + 1):
                name = file_name(answers.question.code, number, rows[key].type)
                archive.writestr(zipfile.ZipInfo(name, SAME_DAY), bytes(rows[key].contents))
                yield pieces.taken()
    yield pieces.taken()
