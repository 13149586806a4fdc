"""Statements as files: clean of their author, counted, fetched as consents say, gone when taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import AuditEntry
from accounts.tests.factories import UserFactory
from consultations.actions.statements import (
    delete_statement,
    keep_file_in_draft,
    mark_undelivered,
    save_statement,
)
from consultations.actions.substitutes import name_substitute, speak_instead
from consultations.actions.swaps import accept_swap, propose_swap
from consultations.models import Registration, SpeakingRequest, Statement
from consultations.tests.factories import AgendaItemFactory
from consultations.tests.test_statements import ALL, asked, the_day_is_over
from surveys.documents import Document
from surveys.tests.papers import AUTHOR, opendocument, pdf, unzipped, word
from upr_portal.states import WrongState

pytestmark = pytest.mark.django_db
WORDS = "We ask for clean water."
DOCUMENT = Document("text/plain", WORDS.encode(), WORDS)


@pytest.fixture
def mine(client_of) -> tuple[Client, SpeakingRequest, str]:
    """A browser of somebody who asked to speak, their request, and the page of their statement."""
    person = UserFactory()
    request = asked(person=person, name="Lerato Mokoena")
    return client_of(person), request, request.sub_topic.event.address_of("statement", request.pk)


def upload(content: bytes = WORDS.encode(), name: str = "lerato-mokoena.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(step: str = "hand_in", content: bytes = WORDS.encode(), **more) -> dict:
    plain = {"text": "", "language": "en", "interpreters_may_read": "on", "step": step}
    return plain | {"file": upload(content)} | more


def fetched(client: Client, statement: Statement, door: str = "statement_file"):
    return client.get(statement.request.sub_topic.event.address_of(door, statement.pk))


@pytest.mark.parametrize(
    ("content", "ending", "length"),
    [
        (word(" ".join(["word"] * 280)), "docx", "about 2 min 0 s"),
        (opendocument(more="<text:p>" + "word " * 280 + "</text:p>"), "odt", "about 2 min 0 s"),
        (WORDS.encode(), "txt", "about 10 s"),
        (pdf(), "pdf", ""),
    ],
    ids=["word", "opendocument", "text", "pdf without words"],
)
def test_a_file_is_cleaned_counted_and_fetched_by_moderators(
    mine, client_of, moderator, content, ending, length
):
    client, _request, address = mine

    page = client.post(address, sent(content=content), follow=True).text

    statement = Statement.objects.get()
    answer = fetched(client_of(moderator), statement)
    assert answer.content == bytes(statement.file) and statement.file_size == len(answer.content)
    assert answer["Content-Disposition"] == f'attachment; filename="statement-{statement.pk}-en.{ending}"'
    parts = unzipped(answer.content).values() if ending in ("docx", "odt") else [answer.content]
    assert not any(AUTHOR.encode() in part for part in parts)
    said = f"The words in the file take {length}." if length else "could not be counted"
    assert said in page
    assert said in client_of(moderator).get(statement.request.sub_topic.event.address_of("statements")).text


def test_the_control_the_files_do_name_their_author():
    for content in (word(), opendocument()):
        assert any(AUTHOR.encode() in part for part in unzipped(content).values())


def test_a_file_of_words_in_pages_is_counted_without_what_is_not_said(mine):
    from weasyprint import HTML

    client, _request, address = mine
    client.post(address, sent(content=HTML(string="<p>" + "word " * 280).write_pdf()))
    assert Statement.objects.get().file_length_in_words == "about 2 min 0 s"

    client.post(address, sent(content=word("What we saw")))
    assert Statement.objects.get().file_text == "What we saw", "not the comment beside it"


def test_only_who_may_read_the_text_may_fetch_the_file(mine, client, client_of, moderator):
    owner, request, address = mine
    event = request.sub_topic.event
    handed_in = save_statement(request, hand_in=True, document=DOCUMENT, language="en", **ALL)

    assert fetched(client_of(moderator), handed_in).status_code == 200
    assert owner.get(event.address_of("own_statement_file", request.pk)).status_code == 200
    for stranger in (client, client_of(UserFactory())):
        assert fetched(stranger, handed_in).status_code in (302, 403)
        assert stranger.get(event.address_of("own_statement_file", request.pk)).status_code == 404
    moderators = client_of(moderator)
    owner.post(address, {"text": "", "language": "en", "step": "draft"})
    assert Statement.objects.get().has_file, "the control: it is still there"
    assert fetched(moderators, handed_in).status_code == 404, "a draft is asked for again at each download"
    moderator.groups.clear()
    save_statement(request, hand_in=True, language="en", **ALL)
    assert fetched(moderators, handed_in).status_code != 200, "nobody keeps a door open"


def test_without_a_use_nobody_fetches_it(mine, client_of, moderator):
    _client, request, _address = mine
    statement = save_statement(request, hand_in=True, document=DOCUMENT, language="en")

    assert fetched(client_of(moderator), statement).status_code == 404


def test_it_is_public_only_when_undelivered_agreed_and_over(mine, client, moderator):
    _client, request, _address = mine
    statement = save_statement(request, hand_in=True, document=DOCUMENT, language="en", **ALL)
    page = request.sub_topic.event.address_of("undelivered_statements")

    assert fetched(client, statement, "undelivered_file").status_code == 404
    the_day_is_over()
    assert fetched(client, statement, "undelivered_file").status_code == 404, "not marked"
    mark_undelivered(statement, is_undelivered=True, by=moderator)
    answer = fetched(client, statement, "undelivered_file")

    assert answer.content == WORDS.encode() and "Lerato" not in str(answer.headers)
    assert "Download the file" in client.get(page).text and "Lerato" not in client.get(page).text
    Statement.objects.update(may_be_published=False)
    assert fetched(client, statement, "undelivered_file").status_code == 404


def test_a_replaced_or_removed_file_is_nowhere_in_the_database(mine):
    client, _request, address = mine
    client.post(address, sent(content=b"The first version"))
    assert in_the_database(b"The first version"), "the control"

    client.post(address, sent(content=b"The second version"))
    assert not in_the_database(b"The first version") and in_the_database(b"The second version")
    client.post(address, sent(text="Now a text", takes_file_away="on") | {"file": ""})
    assert not in_the_database(b"The second version") and Statement.objects.get().text == "Now a text"
    client.post(address, sent(content=b"The third version"))
    client.post(address, {"step": "delete"})

    assert not in_the_database(b"The third version") and not Statement.objects.exists()


def in_the_database(words: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM consultations_statement WHERE position(%s in file) > 0 OR file_text = %s",
            [words, words.decode()],
        )
        return cursor.fetchone()[0] > 0


def test_a_new_text_keeps_the_file_that_was_there(mine):
    client, _request, address = mine
    client.post(address, sent())

    client.post(address, sent(text="And a text") | {"file": ""})

    statement = Statement.objects.get()
    assert (statement.text, bytes(statement.file)) == ("And a text", WORDS.encode())


def test_a_statement_needs_a_text_or_a_file(mine):
    client, _request, address = mine

    refused = client.post(address, sent() | {"file": ""})
    assert refused.status_code == 422 and "Write or paste your statement, or choose a file." in refused.text
    client.post(address, sent())
    refused = client.post(address, sent(takes_file_away="on") | {"file": ""})

    assert refused.status_code == 422 and Statement.objects.get().has_file
    for fields in ({"file": None}, {"file_type": ""}, {"file_size": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.update(text="Words", **fields)
    with pytest.raises(IntegrityError, match="a_statement_is_a_text_or_a_file"), transaction.atomic():
        Statement.objects.update(file=None, file_type="", file_size=None, file_text="")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office program"),
        (b"\x00\x01\x02", "none of the kinds of file that we take"),
        (b"", "The file is empty."),
        (b"a" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
    ],
    ids=["old", "other", "empty", "large"],
)
def test_a_file_that_is_not_taken_is_refused_in_words_and_the_text_stays(mine, content, said):
    client, _request, address = mine

    refused = client.post(address, sent(content=content, text="What I typed"))

    assert refused.status_code == 422
    assert said in refused.text and "What I typed" in refused.text
    assert not Statement.objects.exists()


def test_a_good_file_of_a_form_that_must_be_corrected_is_kept_in_the_draft(mine, client_of, moderator):
    client, _request, address = mine

    refused = client.post(address, sent(text="What I typed", interpreters_may_read=""))

    assert refused.status_code == 422 and "Nobody may read it yet." in refused.text
    assert "What I typed" in refused.text and "Download the file" in refused.text
    statement = Statement.objects.get()
    assert bytes(statement.file) == WORDS.encode() and statement.handed_in_at is None
    assert fetched(client_of(moderator), statement).status_code == 404


def test_what_is_handed_in_is_not_changed_by_a_form_that_must_be_corrected(mine):
    client, request, address = mine
    client.post(address, sent(content=b"As handed in"))

    refused = client.post(address, sent(content=b"Another", interpreters_may_read=""))

    assert refused.status_code == 422 and "The new file was not kept. Choose it once more." in refused.text
    assert bytes(Statement.objects.get().file) == b"As handed in"
    the_day_is_over()
    with pytest.raises(WrongState):
        keep_file_in_draft(request, DOCUMENT, language="en")


def test_a_substitute_does_not_get_the_file_and_in_a_swap_it_goes_with_its_writer():
    item = AgendaItemFactory(with_sub_topic=True)
    first, second = asked(item), asked(AgendaItemFactory(day=item.day, with_sub_topic=True))
    save_statement(first, hand_in=True, document=DOCUMENT, language="en", **ALL)
    accept_swap(propose_swap(first, second))
    statement = Statement.objects.select_related("request").get()
    assert statement.request.registration_id == first.registration_id
    assert bytes(statement.file) == WORDS.encode()

    substitute = name_substitute(statement.request, name="A", email="a@example.org", language="en")
    speak_instead(
        substitute,
        language="en",
        taking_part={"name": "A", "mode": Registration.Mode.ONLINE, "access_needs": ""},
        naming={"public_name": "full", "region": None, "consents_to_listing": False},
    )

    assert not Statement.objects.exists()


def test_pages_do_not_read_the_files(mine, client_of, moderator):
    client, request, address = mine
    save_statement(request, hand_in=True, document=DOCUMENT, language="en", **ALL)
    event, moderators = request.sub_topic.event, client_of(moderator)

    for browser, page in (
        (client, address),
        (client, event.address_of("registration")),
        (moderators, event.address_of("statements")),
    ):
        asked_for = queries_of(browser, page)
        assert any("consultations_statement" in one for one in asked_for), page
        assert not any('"consultations_statement"."file",' in one for one in asked_for), page
    assert any(
        '"consultations_statement"."file",' in one
        for one in queries_of(moderators, event.address_of("statement_file", Statement.objects.get().pk))
    ), "the control"


def queries_of(client: Client, address: str) -> list[str]:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked_for:
        client.get(address)
    return [one["sql"] for one in asked_for]


def test_nothing_of_the_file_is_in_the_trail_or_the_log(mine, caplog):
    client, _request, address = mine

    client.post(address, sent())
    client.post(address, sent(content=b"\x00\x01\x02"))
    delete_statement(Statement.objects.get())

    assert not any(word in caplog.text for word in ("water", "lerato", "mokoena"))
    assert not any("water" in str(entry.facts) for entry in AuditEntry.objects.all())
