"""Rapporteurs' notes: kept as drafts as often as one likes, and handed in."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.models import Note, SubTopic


class KeptElsewhere(Exception):
    """The note was kept in another window since this one was opened; `note` is how it stands."""

    def __init__(self, note: Note):
        self.note = note


@transaction.atomic
def keep_note(
    sub_topic: SubTopic, *, by: User, language: str, text: str, version: int, hand_in: bool = False
) -> Note:
    """Keep what a rapporteur wrote, as a draft or handed in; the same text twice is kept once.

    `version` is the one that was being written on, 0 for a new note. KeptElsewhere if it is no longer the
    latest and the texts differ: nothing is overwritten unseen.
    """
    note = Note.objects.select_for_update().filter(sub_topic=sub_topic, author=by).first()
    if note is None:
        note = Note(sub_topic=sub_topic, author=by, version=0)
    elif note.version != version and (note.text, note.language) != (text, language):
        raise KeptElsewhere(note)
    now = timezone.now()
    note.text, note.language, note.kept_at = text, language, now
    note.handed_in_at = now if hand_in else None
    note.version += 1
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError:
        # Two windows kept the first version at the same moment: the other one was earlier.
        raise KeptElsewhere(Note.objects.get(sub_topic=sub_topic, author=by)) from None
    record(by, "handed in" if hand_in else "kept", note)
    return note
