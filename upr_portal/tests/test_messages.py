"""The catalogues: what is found in code and templates, how files are kept, which faults are caught."""

import json
from io import StringIO

import polib
import pytest
from django.core.management import CommandError, call_command

from upr_portal.catalogues import checks, exchange, files, marked
from upr_portal.catalogues.marked import Message, TwoPlurals, marked_messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

# Translators: on a button
SEND = _("Send")
MONTH = pgettext("month", "May")
LONG = _("Two strings "
         "that are one")
count = lambda number: ngettext("%(number)s answer", "%(number)s answers", number) % {"number": number}
"""
TEMPLATE = """{% load i18n %}
    <h1>{% translate "Reviews" %}</h1>
  <p>{% blocktranslate trimmed count number=3 with state=name %}
       {{ state }} made one pledge.
     {% plural %}
       {{ state }} made {{ number }} pledges.
     {% endblocktranslate %}</p>
{% comment %}Translators: the verb{% endcomment %}
<a href="/">{% translate "Open" context "verb" %}</a> {% translate "Send" %}
"""


@pytest.fixture
def source(tmp_path, settings, monkeypatch):
    """A small portal of one module and one template, with catalogues of its own."""
    folder = tmp_path / "house"
    (folder / "tests").mkdir(parents=True)
    (folder / "letters.py").write_text(PYTHON)
    (folder / "page.html").write_text(TEMPLATE)
    (folder / "tests" / "test_letters.py").write_text('_("Only in a test")')
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.setattr(marked, "own_folders", lambda: [folder])
    return folder


def run(*arguments) -> str:
    output = StringIO()
    call_command("messages", *arguments, stdout=output, stderr=output)
    return output.getvalue()


def french() -> polib.POFile:
    return polib.pofile(str(files.path_of("fr")))


def translate_all(language: str) -> None:
    """Fill every string with its English text: complete, and with the right placeholders."""
    catalogue = files.open_catalogue(language)
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, entry.msgid_plural)
        else:
            entry.msgstr = entry.msgid
    files.save(catalogue, language)


def test_marked_strings_are_found_in_code_and_templates(source):
    found = marked_messages()

    assert set(found) == {
        (None, "Send"),
        ("month", "May"),
        (None, "Two strings that are one"),
        (None, "%(number)s answer"),
        (None, "Reviews"),
        (None, "%(state)s made one pledge."),
        ("verb", "Open"),
    }
    assert found[None, "%(state)s made one pledge."].plural == "%(state)s made %(number)s pledges."
    assert found[None, "Send"].files == {"letters.py", "page.html"}
    assert found[None, "Send"].comments == {"Translators: on a button"}
    assert found["verb", "Open"].comments == {"Translators: the verb"}


def test_two_plurals_of_one_string_are_refused(source):
    (source / "other.py").write_text('ngettext("%(number)s answer", "%(number)s replies", 2)')

    with pytest.raises(TwoPlurals):
        marked_messages()


def test_our_own_apps_are_read_and_installed_ones_are_not():
    folders = {folder.name for folder in marked.own_folders()}

    assert {"upr_portal", "reference", "accounts", "reports", "templates"} <= folders
    assert not {"admin", "allauth", "unfold", "auth", "tests"} & folders


def test_a_second_collection_changes_no_file(source):
    run()
    before = {language: files.path_of(language).stat().st_mtime_ns for language in files.languages()}

    report = run()

    assert report.count("unchanged") == len(files.languages())
    assert before == {language: files.path_of(language).stat().st_mtime_ns for language in files.languages()}


def test_a_vanished_string_becomes_obsolete_and_comes_back_with_its_translation(source):
    run()
    translate_all("fr")
    (source / "page.html").write_text("")

    run()
    vanished = french().find("Reviews", include_obsolete_entries=True).obsolete
    (source / "page.html").write_text(TEMPLATE)
    run()

    assert vanished
    assert french().find("Reviews").msgstr == "Reviews"


def test_a_changed_sentence_is_never_guessed(source):
    run()
    translate_all("fr")
    (source / "letters.py").write_text(PYTHON.replace('"Send"', '"Send now"'))

    run()

    assert french().find("Send now").msgstr == ""
    assert not french().fuzzy_entries()


def test_a_string_that_gets_a_plural_loses_its_translation(source):
    run()
    translate_all("fr")
    (source / "page.html").write_text(TEMPLATE.replace('{% translate "Reviews" %}', ""))
    (source / "other.py").write_text('ngettext("Reviews", "%(number)s reviews", 2)')

    run()

    assert french().find("Reviews").msgstr_plural == {0: "", 1: ""}


@pytest.mark.parametrize(("language", "forms"), [("fr", 2), ("es", 2), ("ar", 6), ("ru", 3), ("zh-hans", 1)])
def test_every_plural_form_of_a_language_is_taken_by_some_number(language, forms):
    numbers = checks.numbers_of(language)

    assert len(numbers) == forms
    assert all(numbers)


def test_arabic_counts_as_arabic_does():
    zero, one, two, few, many, other = checks.numbers_of("ar")

    assert (zero, one, two) == ([0], [1], [2])
    assert {3, 10, 103} <= set(few)
    assert {11, 99, 111} <= set(many)
    assert {100, 101, 102} <= set(other)


def test_a_catalogue_is_compiled_once_for_each_change(source):
    run()
    translate_all("fr")

    first, second = run("--compile"), run("--compile")
    catalogue = files.open_catalogue("fr")
    catalogue.find("Send").msgstr = "Envoyer"
    files.save(catalogue, "fr")
    third = run("--compile")

    assert (first.count("compiled"), second) == (len(files.languages()), "")
    assert third == "fr: compiled\n"
    assert polib.mofile(str(files.path_of("fr").with_suffix(".mo"))).find("Send").msgstr == "Envoyer"


def test_complete_catalogues_pass_the_check(source):
    run()
    for language in checks.COMPLETE:
        translate_all(language)

    assert "nothing lacks" in run("--check")


def lose_an_entry(catalogue):
    catalogue.remove(catalogue.find("Send"))


def leave_untranslated(catalogue):
    catalogue.find("Send").msgstr = ""


def mark_as_guess(catalogue):
    catalogue.find("Send").flags.append("fuzzy")


def forget_a_plural(catalogue):
    catalogue.find("%(number)s answer").msgstr_plural[1] = ""


def one_plural_too_few(catalogue):
    del catalogue.find("%(number)s answer").msgstr_plural[1]


def misspell_a_placeholder(catalogue):
    catalogue.find("%(number)s answer").msgstr_plural[1] = "%(nombre)s réponses"


def lose_a_placeholder(catalogue):
    catalogue.find("%(number)s answer").msgstr_plural[1] = "des réponses"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lose_an_entry, "is not in the catalogue"),
        (leave_untranslated, "is not translated"),
        (mark_as_guess, "fuzzy"),
        (forget_a_plural, "empty plural form 1"),
        (one_plural_too_few, "1 plural forms instead of 2"),
        (misspell_a_placeholder, "%(nombre)s"),
        (lose_a_placeholder, "has lost the placeholder %(number)s"),
    ],
)
def test_a_spoilt_catalogue_fails_the_check_and_the_string_is_named(source, spoil, words):
    run()
    for language in checks.COMPLETE:
        translate_all(language)
    catalogue = files.open_catalogue("fr")
    spoil(catalogue)
    files.save(catalogue, "fr")
    output = StringIO()

    with pytest.raises(CommandError, match="1 strings to mend"):
        call_command("messages", "--check", stderr=output)

    assert output.getvalue().startswith("fr: “")
    assert words in output.getvalue()


def test_russian_may_be_incomplete_but_not_wrong(source):
    run()
    for language in checks.COMPLETE:
        translate_all(language)
    catalogue = files.open_catalogue("ru")
    catalogue.find("%(number)s answer").msgstr_plural = {0: "%(number)s", 1: "%(number)s", 2: "%(count)s"}
    files.save(catalogue, "ru")

    with pytest.raises(CommandError, match="1 strings to mend"):
        run("--check")


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Hello %s", "Bonjour %s", None),
        ("Hello %s", "Bonjour", "lost"),
        ("{name} wrote", "écrit par {name}", None),
        ("{name} wrote", "écrit par {nom}", "English has not"),
        ("100%% of %(all)s", "%(all)s : 100 %%", None),
        ("All", "Tous les %s", "English has not"),
    ],
)
def test_placeholders_are_the_same_on_both_sides(english, translation, fault):
    found = checks.fault_of_placeholders("fr", Message(english), translation, 0)

    assert (fault in found) if fault else found is None


@pytest.mark.parametrize(("form", "number", "right"), [("جواب واحد", 1, True), ("أجوبة", 3, False)])
def test_only_a_form_for_one_number_may_leave_the_number_out(form, number, right):
    message = Message("%(number)s answer", "%(number)s answers")

    assert (checks.fault_of_placeholders("ar", message, form, number) is None) is right


def test_what_lacks_goes_out_and_comes_back(source, tmp_path):
    run()
    exported = json.loads(run("--export-missing", "fr"))
    for message in exported["messages"]:
        message["translation"] = [message["plural"]] * 2 if message.get("plural") else message["id"]
    path = tmp_path / "filled.json"
    path.write_text(json.dumps(exported))

    run("--import", str(path), "fr")

    assert len(exported["messages"]) == len(marked_messages())
    assert json.loads(run("--export-missing", "fr"))["messages"] == []


def test_one_wrong_translation_keeps_the_whole_file_out(source, tmp_path):
    run()
    path = tmp_path / "filled.json"
    rows = [{"id": "Send", "translation": "Envoyer"}, {"id": "%(number)s answer", "translation": ["", ""]}]
    rows[1]["translation"] = ["%(number)s réponse", "%(nombre)s réponses"]
    path.write_text(json.dumps({"messages": rows}))

    with pytest.raises(CommandError, match="nothing was written"):
        run("--import", str(path), "fr")

    assert french().find("Send").msgstr == ""


def test_an_unknown_string_in_an_import_is_named(source):
    run()
    messages = marked_messages()

    wrong = exchange.take("fr", files.open_catalogue("fr"), messages, [{"id": "Go", "translation": "Va"}])

    assert wrong == ["“Go” is not a string of the portal."]


@pytest.mark.parametrize("arguments", [("--export-missing", "xx"), ("--import", "/nowhere.json", "fr")])
def test_wrong_arguments_are_explained(source, arguments):
    with pytest.raises(CommandError, match=r"is not one of|is not a file of"):
        run(*arguments)
