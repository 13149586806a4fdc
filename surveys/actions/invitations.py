"""People are asked by letter, reminded, and left in peace when they ask for it."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.audit import record
from accounts.models import Letter, User
from surveys import emails
from surveys.actions.participation import hash_of, invitation_behind
from surveys.address_lists import Address, AddressList
from surveys.models import Invitation, InvitationLink, OptOut, Survey
from surveys.sealing import opt_out_hashes
from upr_portal.states import WrongState

# So that no mail server takes us for a sender of junk: two hundred letters leave in ten minutes.
LETTERS_A_MINUTE = 20
EMPTIED = "emptied@left.invalid"
# How the outbox writes down that a mail server refused something for good.
REFUSED_FOR_GOOD = {
    Invitation.Bounce.ADDRESS: r"^SMTPRecipientsRefused( 5\d\d)+$",
    Invitation.Bounce.LETTER: r"^SMTPDataError( 5\d\d)+$",
}


def sorted_out(survey: Survey, found: AddressList) -> dict[str, list[Address]]:
    """The addresses of a list: "new", "known" (invited already), "stopped" (asked for no letters)."""
    known = {email.lower() for email in survey.invitations.values_list("email", flat=True)}
    hashes = {address.email: opt_out_hashes(address.email) for address in found.addresses}
    wanted = [one for of_address in hashes.values() for one in of_address]
    stopped = set(OptOut.objects.filter(address_hash__in=wanted).values_list("address_hash", flat=True))
    sorted_addresses: dict[str, list[Address]] = {"new": [], "known": [], "stopped": []}
    for address in found.addresses:
        if stopped & set(hashes[address.email]):
            sorted_addresses["stopped"].append(address)
        else:
            sorted_addresses["known" if address.email.lower() in known else "new"].append(address)
    return sorted_addresses


@transaction.atomic
def add_invitations(survey: Survey, addresses: Iterable[Address], *, by: User) -> int:
    """Invitations for addresses that have none yet; nothing is sent. Returns how many there are now more."""
    before = survey.invitations.count()
    Invitation.objects.bulk_create(
        (
            Invitation(
                survey=survey,
                email=address.email,
                organisation=address.organisation,
                kind=address.kind,
                language=address.language,
            )
            for address in addresses
        ),
        ignore_conflicts=True,  # somebody else entered the same list a moment ago
    )
    added = survey.invitations.count() - before
    record(by, "entered invitations", survey, count=added)
    return added


@transaction.atomic
def send_invitations(survey: Survey, *, by: User, count: int) -> int:
    """Confirm the letters to all who were entered and not written to. Returns how many.

    WrongState unless the survey is open to invited people, and just as many wait as were shown (`count`).
    """
    must_take_invitations(survey)
    return confirm(survey, survey.invitations.unsent(), by=by, count=count, verb="sent invitations")


@transaction.atomic
def send_reminders(survey: Survey, *, by: User | None, count: int | None = None) -> int:
    """Confirm a reminder to those who have not answered, as far as we know. Returns how many.

    WrongState as for invitations; the clock (`by` None) reminds as many as there are.
    """
    must_take_invitations(survey)
    again = {"reminders": F("reminders") + 1, "reminded_on": timezone.localdate()}
    return confirm(survey, survey.invitations.to_remind(), by=by, count=count, verb="sent reminders", **again)


def must_take_invitations(survey: Survey) -> None:
    if not survey.is_open or survey.access == Survey.Access.LINK:
        raise WrongState(f"{survey!r} is not open to invited people")


def confirm(survey: Survey, invitations, *, by: User | None, count: int | None, verb: str, **changes) -> int:
    """Let the clock write the letters of these; pressed twice, the second finds none."""
    chosen = list(invitations.select_for_update(of=["self"]).values_list("pk", flat=True))
    if not chosen:
        return 0
    if count is not None and len(chosen) != count:
        raise WrongState(f"{len(chosen)} letters wait and {count} were confirmed")
    Invitation.objects.filter(pk__in=chosen).update(state=Invitation.State.WAITING, letter=None, **changes)
    record(by, verb, survey, count=len(chosen))
    return len(chosen)


@transaction.atomic
def post_letters() -> int:
    """Write letters that were confirmed into the outbox, LETTERS_A_MINUTE at most. Returns how many.

    Whoever comes at the same time waits for these rows and then finds them done.
    """
    answered = Invitation.objects.to_post().filter(reminders__gt=0, participation__isnull=False)
    answered.update(state=Invitation.State.SENT)  # they answered between the confirmation and now
    waiting = Invitation.objects.to_post().select_related("survey").order_by("pk")
    chosen = list(waiting.select_for_update(of=["self"])[:LETTERS_A_MINUTE])
    lately = Letter.objects.filter(
        key__startswith=f"{emails.KEYS}:", created_at__gt=timezone.now() - timedelta(minutes=1)
    )
    room = max(0, LETTERS_A_MINUTE - lately.count())
    for invitation in chosen[:room]:
        token = secrets.token_urlsafe(24)
        InvitationLink.objects.create(invitation=invitation, token_hash=hash_of(token))
        Invitation.objects.filter(pk=invitation.pk).update(letter=emails.invite(invitation, token))
    return len(chosen[:room])


@transaction.atomic
def note_deliveries() -> None:
    """Take over from the outbox what became of the letters; who was refused for good has come back."""
    today = timezone.localdate()
    on_their_way = Invitation.objects.filter(state__in=[Invitation.State.WAITING, Invitation.State.FAILED])
    on_their_way.filter(letter__state=Letter.State.SENT).update(state=Invitation.State.SENT, sent_on=today)
    # Looked for once: a letter that fails while this goes on is told apart the next time.
    found = Invitation.objects.filter(state=Invitation.State.WAITING, letter__state=Letter.State.FAILED)
    failed = Invitation.objects.filter(
        state=Invitation.State.WAITING, pk__in=list(found.values_list("pk", flat=True))
    )
    for bounce, words in REFUSED_FOR_GOOD.items():
        failed.filter(letter__last_error__regex=words).update(
            state=Invitation.State.BOUNCED, bounce=bounce, bounced_on=today
        )
    failed.update(state=Invitation.State.FAILED)


@transaction.atomic
def note_returned(survey: Survey, addresses: Iterable[str], *, by: User) -> int:
    """A moderator was told that letters to these addresses came back. Returns to how many invitations."""
    matching = Q(pk=None)
    for address in addresses:
        matching |= Q(email__iexact=address)
    came_back = survey.invitations.exclude(email="").filter(matching)
    count = came_back.exclude(state__in=[Invitation.State.BOUNCED, Invitation.State.STOPPED]).update(
        state=Invitation.State.BOUNCED,
        bounce=Invitation.Bounce.RETURNED,
        bounced_on=timezone.localdate(),
    )
    record(by, "noted returned letters", survey, count=count)
    return count


@transaction.atomic
def stop_writing(token: str) -> bool:
    """Never write about surveys again to the address that this letter went to. False if the link is unknown.

    The address goes; a keyed hash stays, so that it is left out when somebody enters it again.
    """
    invitation = invitation_behind(token)
    if invitation is None:
        return False
    if address := invitation.email:
        OptOut.objects.get_or_create(address_hash=opt_out_hashes(address)[0])
        forget_letters(Letter.objects.filter(key__startswith=f"{emails.KEYS}:", to__iexact=address))
        Invitation.objects.filter(email__iexact=address).update(
            state=Invitation.State.STOPPED, email="", organisation=""
        )
    return True


@transaction.atomic
def delete_invitation(invitation: Invitation, *, by: User) -> None:
    """Take somebody out who asks for it: the address in the outbox too. The trail keeps the number."""
    forget_letters(Letter.objects.filter(key__startswith=emails.key_beginning(invitation)))
    record(by, "deleted", invitation)
    invitation.delete()


@transaction.atomic
def empty_addresses() -> int:
    """Forget whom we invited, KEEP_ADDRESSES after the end of a survey; kinds stay for the rates."""
    surveys = set(Invitation.objects.to_empty().values_list("survey", flat=True))
    for survey in Survey.objects.filter(pk__in=surveys):
        forget_letters(Letter.objects.filter(key__startswith=emails.key_beginning_of_all(survey)))
        InvitationLink.objects.filter(invitation__survey=survey).delete()
    return Invitation.objects.filter(survey__in=surveys).update(email="", organisation="", letter=None)


def forget_letters(letters) -> None:
    """Take the address and the text out of letters that are done with; those that wait are not sent."""
    letters.filter(state=Letter.State.WAITING).delete()
    done = letters.filter(state__in=[Letter.State.SENT, Letter.State.FAILED])
    done.update(to=EMPTIED, body="", attachments=[])


@transaction.atomic
def remind_by_the_clock(survey: Survey) -> int:
    """The reminder that moderators wished some days before the end, once."""
    once = Survey.objects.filter(pk=survey.pk, reminded_on=None)
    if not once.update(reminded_on=timezone.localdate()):
        raise WrongState(f"{survey!r} was reminded meanwhile")
    return send_reminders(survey, by=None)
