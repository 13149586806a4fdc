"""The public look: what the style sheet and the templates promise."""

import re
from pathlib import Path

import brotli
import pytest
import unfold
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from upr_portal.catalogues.marked import marked_messages
from upr_portal.desk import GROUPS, PAGES, WORDS_OF_UNFOLD

STYLES = sorted((settings.BASE_DIR / "static").glob("*.css"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SIDES = re.compile(
    r"(margin|padding|border|inset|scroll-\w+)-(left|right|top|bottom)|(?<![\w-])(left|right|top|bottom)\s*:"
    r"|(align|float|clear):\s*(left|right)|(?<![\w-])(min-|max-)?(width|height)\s*:(?![^{}]*\)\s*\{)"
)
MOTION = re.compile(r"(?<![\w-])(animation|transition|scroll-behavior)[\w-]*\s*:|@keyframes")
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|<script(?![^>]*(\ssrc=|application/json))|javascript:"""
)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheets_know_start_and_end_and_stand_still(path):
    text = path.read_text()

    assert SIDES.search(text) is None
    assert MOTION.search(text) is None


@pytest.mark.parametrize(
    "fault",
    [
        "p { margin-left: 1em }",
        "p { text-align: right }",
        "p { width: 3em }",
        "p { top: 0 }",
        "p { float: left }",
    ],
)
def test_a_side_in_a_style_sheet_is_caught(fault):
    assert SIDES.search(fault)


def test_a_condition_on_the_width_of_the_window_is_no_side():
    assert SIDES.search("@media (min-width: 60em) { p { margin: 0 } }") is None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_writes_script_or_style_into_the_page(path):
    text = path.read_text()
    if path.name == "one_file.html":  # a file to keep: it brings the style sheet of the pages with it
        text = text.replace("<style>{{ style }}</style>", "", 1)

    assert INLINE.search(text) is None


@pytest.mark.parametrize(
    "fault", ['<p style="color: red">', "<style>p {}</style>", '<a onclick="go()">', "<script>go()</script>"]
)
def test_script_and_style_in_a_page_are_caught(fault):
    assert INLINE.search(fault)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_form_is_sent_to_its_page_and_leaves_nothing_else_in_the_address(path):
    sent = re.findall(r"<form[^>]*method=\"post\"[^>]*>", path.read_text())

    assert [form for form in sent if re.search(r'action="[^"]*#', form)] == []


def test_the_style_sheet_is_at_most_five_kilobytes_on_the_wire():
    assert len(brotli.compress((settings.BASE_DIR / "static" / "portal.css").read_bytes())) <= 5_000


def palettes() -> dict[str, dict[str, str]]:
    """{"light": {"paper": "#fbf9f4", …}, "dark": …}, as the style sheet declares them."""
    text = (settings.BASE_DIR / "static" / "portal.css").read_text()
    light, dark = (
        dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", text, re.DOTALL)[:2]
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_by_seven_to_one(theme):
    colours = palettes()[theme]
    texts, grounds = ("ink", "soft", "accent", "good", "warn", "bad"), ("paper", "sheet", "wash")

    pairs = {(text, ground): contrast(colours[text], colours[ground]) for text in texts for ground in grounds}
    pairs["on-accent", "accent"] = contrast(colours["on-accent"], colours["accent"])
    pairs["white", "band"] = contrast("#fff", colours["band"])

    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 7} == {}


def test_a_weak_contrast_is_measured_as_weak():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#fff") < 7


class Sample(forms.Form):
    name = forms.CharField(help_text="As others should read it.")
    way = forms.ChoiceField(choices=[("online", "Online"), ("room", "In the room")], widget=forms.RadioSelect)
    agree = forms.BooleanField(error_messages={"required": "Tick the box to go on."})
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The two do not fit together.")


def draw(form: forms.Form) -> str:
    return Template('{% include "components/errors.html" %}<form>{{ form }}</form>').render(
        Context({"form": form})
    )


def test_each_error_stands_above_and_beside_its_field_in_the_same_words():
    page = draw(Sample({}))

    assert page.count("Tick the box to go on.") == 2
    assert page.count("The two do not fit together.") == 2
    assert 'id="errors" tabindex="-1"' in page


def test_the_summary_names_the_field_once():
    class Asked(forms.Form):
        way = forms.CharField(label="Which way?", error_messages={"required": "Please answer: Which way?"})
        name = forms.CharField(label="Your name")

    page = draw(Asked({}))

    assert "Your name: This field is required." in page
    assert "Which way?: " not in page


def test_each_error_above_leads_to_a_control_that_exists():
    page = draw(Sample({}))

    aims = re.findall(r'<li><a href="#([^"]+)"', page)

    assert aims == ["id_name", "id_way_0", "id_agree"]
    assert all(f'id="{aim}"' in page for aim in aims)


def test_a_field_is_described_by_its_help_and_its_error():
    page = draw(Sample({}))

    described = re.findall(r'aria-describedby="([^"]+)"', page)

    assert "id_name_helptext id_name_error" in described
    assert all(f'id="{name}"' in page for names in described for name in names.split())


def test_a_form_without_errors_has_no_summary():
    assert 'id="errors"' not in draw(Sample())


def test_a_page_with_errors_says_so_in_its_title(client, db):
    page = client.post(reverse("account_signup"), {}).content.decode()

    assert "<title>Error: " in page
    assert 'action="/en/accounts/signup/"' in page
    assert '<div id="errors" tabindex="-1" autofocus' in page


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_its_filters(client):
    page = client.get("/ar/about/?page=2").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert (
        '<a href="/ar/about/?page=2" lang="ar" hreflang="ar" dir="rtl" aria-current="true">العربية</a>'
        in page
    )
    for code in ("en", "fr", "es", "ru", "zh-hans"):
        assert f'<a href="/{code}/about/?page=2" lang="{code}" hreflang="{code}" dir="ltr">' in page


def test_a_borrowed_text_carries_its_own_language():
    from reference.models import State

    state = State(name_en="Chad", name_fr="Tchad")
    template = Template('{% translated state "name" %}')

    with translation.override("fr"):
        assert template.render(Context({"state": state})) == "Tchad"
    with translation.override("ar"):
        assert template.render(Context({"state": state})) == '<span lang="en" dir="ltr">Chad</span>'


def test_a_borrowed_text_stays_text():
    from reference.models import State

    page = Template('{% translated state "name" %}').render(Context({"state": State(name_fr="<b>Tchad</b>")}))

    assert page == '<span lang="fr" dir="ltr">&lt;b&gt;Tchad&lt;/b&gt;</span>'


def test_a_bar_is_a_number_in_every_language_and_grows_from_where_reading_starts():
    bar = 'width="79.5"'

    with translation.override("fr"):
        french = render_to_string("components/bar.html", {"percent": 79.5})
    with translation.override("ar"):
        arabic = render_to_string("components/bar.html", {"percent": 79.5})

    assert bar in french
    assert bar in arabic
    assert "transform" in arabic
    assert "transform" not in french


def test_the_pager_keeps_the_filters():
    page = Paginator(range(50), 20).page(2)

    drawn = render_to_string(
        "components/pager.html", {"page": page}, RequestFactory().get("/?words=water&page=2")
    )

    assert "Page 2 of 3" in drawn
    assert 'href="?words=water&amp;page=1"' in drawn
    assert 'href="?words=water&amp;page=3"' in drawn


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_the_worst_hour_need_nothing(name):
    page = render_to_string(name)

    assert '<html lang="en" dir="ltr">' in page
    assert "<h1>" in page


@pytest.mark.django_db
def test_a_missing_page_has_our_look_and_status(client):
    response = client.get("/fr/nothing/here/")

    assert response.status_code == 404
    assert '<html lang="fr" dir="ltr">' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
def test_pages_of_the_sign_in_library_have_our_look(client, name):
    page = client.get(reverse(name)).content.decode()

    assert page.count("<main") == 1
    assert page.count("<h1") == 1
    assert "portal.css" in page


def test_the_sidebar_names_only_what_exists():
    for _title, members in GROUPS:
        for label, _icon in members:
            assert reverse(label) if label in PAGES else apps.get_model(label)._meta.label == label


def test_every_list_of_the_desk_has_its_place_in_the_sidebar():
    placed = {label for _title, members in GROUPS for label, _icon in members}
    rooms = {label.partition(".")[0] for label in placed - PAGES.keys()}

    ours = {model._meta.label for model in admin.site._registry if model._meta.app_label in rooms}

    assert ours - placed == set()


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "6,094"), ("fr", "6\xa0094"), ("es", "6\xa0094"), ("ar", "6\xa0094")],
)
def test_large_numbers_are_grouped_as_the_reader_writes_them(language, shown):
    with translation.override(language):
        assert Template('{{ count|floatformat:"0g" }}').render(Context({"count": 6094})) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("un\xa0: deux trois", "un\xa0: deux\xa0…"), ("un\xa0: deux", "un\xa0: deux"), ("", "")],
)
def test_a_text_that_is_shortened_keeps_the_spaces_that_do_not_break(text, shown):
    assert Template("{{ text|first_words:2 }}").render(Context({"text": text})) == shown


def test_the_words_named_for_unfold_are_still_its_own():
    marked = {words for _context, words in marked_messages([Path(unfold.__file__).parent])}

    assert set(WORDS_OF_UNFOLD) - marked == set()
