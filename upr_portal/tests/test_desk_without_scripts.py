"""The desk is used without scripts: a list that only a script would fill is empty."""

from django.contrib import admin


def of_this_portal():
    for desk in admin.site._registry.values():
        yield desk
        yield from (inline(desk.model, admin.site) for inline in desk.inlines)


def test_no_choice_of_the_desk_waits_for_a_script():
    desks = list(of_this_portal())

    assert any(desk.raw_id_fields for desk in desks), "the control: inlines and forms are looked at"
    assert [desk for desk in desks if desk.autocomplete_fields] == []
