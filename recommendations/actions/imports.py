"""Importing what a document says – all of it or nothing – and taking an import back."""

from dataclasses import asdict, dataclass
from itertools import islice

from django.db import connection, transaction

from accounts.audit import record
from accounts.models import User
from recommendations.actions.plans import Plan, plan
from recommendations.actions.saving import save
from recommendations.documents.rows import CheckedRow, Reading
from recommendations.models import Document, ImportBatch

LOCK = 7_202_112  # imports run one after the other; no other advisory lock of the portal has this number
EXAMPLES = 10
SHOWN = 200


class FileRefused(Exception):
    """Rows of the file are bad and nobody asked to leave them out; `reading` tells which and why."""

    def __init__(self, reading: Reading):
        super().__init__(f"{len(reading.refusals)} rows refused")
        self.reading = reading


class OtherThanShown(Exception):
    """The import would bring something else than the person was shown."""


@dataclass(frozen=True)
class Account:
    """Where each row of a file went: rows read = recommending States + repeats + pledges + refused."""

    rows_read: int
    recommenders_new: int
    recommenders_existing: int
    repeats: int
    pledges_new: int
    pledges_existing: int
    rows_refused: int
    recommendations_new: int

    @property
    def brings_nothing(self) -> bool:
        return not (self.recommenders_new or self.pledges_new)


@dataclass(frozen=True)
class Preview:
    """What an import would bring: the account, the first new rows, and which lines repeat which."""

    account: Account
    examples: list[CheckedRow]
    repeats: list[tuple[int, int]]


def preview(reading: Reading) -> Preview:
    """What importing would bring; saves nothing."""
    planned = plan(reading)
    new = (row for alike in planned.recommendations.values() for row in alike.new_recommenders)
    return Preview(account_of(planned), list(islice(new, EXAMPLES)), planned.repeats[:SHOWN])


def account_of(planned: Plan) -> Account:
    recommendations = planned.recommendations.values()
    new = sum(len(alike.new_recommenders) for alike in recommendations)
    pledges_new = sum(alike.known is None for alike in planned.pledges.values())
    return Account(
        rows_read=planned.reading.rows_read,
        recommenders_new=new,
        recommenders_existing=sum(len(alike.recommenders) for alike in recommendations) - new,
        repeats=len(planned.repeats),
        pledges_new=pledges_new,
        pledges_existing=len(planned.pledges) - pledges_new,
        rows_refused=len(planned.reading.refusals),
        recommendations_new=sum(alike.known is None for alike in recommendations),
    )


@transaction.atomic
def import_reading(
    reading: Reading,
    *,
    by: User | None,
    kind: ImportBatch.Kind,
    file_name: str,
    sha256: str,
    language: str,
    skip_bad_rows: bool = False,
    shown: dict[str, int] | None = None,
) -> tuple[ImportBatch | None, Account]:
    """Save what `reading` brings, as one batch; the account tells where each row went.

    A file that was imported before and brings nothing new leaves no batch. Raises FileRefused where rows are
    bad and `skip_bad_rows` was not asked for; OtherThanShown where the account is not the one that was shown.
    """
    if reading.refusals and not skip_bad_rows:
        raise FileRefused(reading)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    planned = plan(reading)
    account = account_of(planned)
    if shown is not None and asdict(account) != shown:
        raise OtherThanShown
    here_before = ImportBatch.objects.filter(
        document__sha256=sha256, kind=kind, state=ImportBatch.State.IMPORTED
    )
    if account.brings_nothing and here_before.exists():
        return None, account
    document, _ = Document.objects.get_or_create(
        family=kind, sha256=sha256, language=language, defaults={"title": file_name}
    )
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name,
        document=document,
        imported_by=by,
        refusals=[asdict(refusal) for refusal in reading.refusals],
        **asdict(account),
    )
    save(planned, batch)
    record(by, "imported", batch, **asdict(account))
    return batch, account
