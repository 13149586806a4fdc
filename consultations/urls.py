from django.urls import path

from consultations.views import (
    access_needs,
    announcing,
    consultations,
    draws,
    embedding,
    findings,
    making,
    materials,
    notes,
    preparing,
    programme,
    registrations,
    speaking,
)

app_name = "consultations"

EVENT = "<slug:slug>/events/<slug:event>/"
MINE = f"{EVENT}my-registration/"
PREPARE = f"{EVENT}prepare/"
MAKE = "<slug:slug>/prepare/"

urlpatterns = [
    path("", consultations.consultations, name="consultations"),
    path("link/<str:token>/", registrations.link, name="link"),
    path("verify_draw.py", draws.draw_program, name="draw_program"),
    path("new/", making.new_consultation, name="new_consultation"),
    path("<slug:slug>/", consultations.consultation, name="consultation"),
    path(MAKE, making.prepare_consultation, name="prepare_consultation"),
    path(f"{MAKE}edit/", making.edit_consultation, name="edit_consultation"),
    path(f"{MAKE}phases/new/", making.new_phase, name="new_phase"),
    path(f"{MAKE}phases/<int:phase>/", making.phase, name="phase"),
    path(f"{MAKE}phases/<int:phase>/remove/", making.remove_phase, name="remove_phase"),
    path(f"{MAKE}events/new/", making.new_event, name="new_event"),
    path(f"{MAKE}check/", making.check, name="check"),
    path(f"{MAKE}publish/", making.publish, name="publish"),
    path(f"{MAKE}close/", making.close, name="close"),
    path("<slug:slug>/documents/<int:pk>/", materials.material, name="material"),
    path(EVENT, programme.programme, name="programme"),
    path(f"{EVENT}calendar.ics", programme.calendar, name="calendar"),
    path(f"{EVENT}embed/", embedding.embed, name="embed"),
    path(f"{EVENT}speakers/", programme.speakers, name="speakers"),
    path(f"{EVENT}findings/<int:sub_topic>/", findings.choose, name="findings"),
    path(f"{EVENT}invite/", findings.invite, name="invite"),
    path(f"{EVENT}notes/", notes.notes, name="notes"),
    path(f"{EVENT}notes/<int:sub_topic>/", notes.note, name="note"),
    path(f"{EVENT}draws/<int:sub_topic>/", draws.draw, name="draw"),
    path(f"{EVENT}draws/<int:sub_topic>/record.json", draws.draw_record, name="draw_record"),
    path(f"{EVENT}register/", registrations.register, name="register"),
    path(f"{EVENT}registered/", registrations.registered, name="registered"),
    path(PREPARE, preparing.prepare, name="prepare"),
    path(f"{PREPARE}access/", access_needs.access_needs, name="access_needs"),
    path(
        f"{PREPARE}access/<int:registration>/", access_needs.answer_access_needs, name="answer_access_needs"
    ),
    path(f"{PREPARE}announce/", announcing.announce, name="announce"),
    path(f"{PREPARE}edit/", making.edit_event, name="edit_event"),
    path(f"{PREPARE}copy/", making.copy, name="copy"),
    path(f"{PREPARE}move/", preparing.move, name="move"),
    path(f"{PREPARE}days/new/", preparing.new_day, name="new_day"),
    path(f"{PREPARE}days/<int:day>/", preparing.day, name="day"),
    path(f"{PREPARE}days/<int:day>/remove/", preparing.remove_day, name="remove_day"),
    path(f"{PREPARE}days/<int:day>/items/new/", preparing.new_item, name="new_item"),
    path(f"{PREPARE}days/<int:day>/sub-topics/new/", preparing.new_sub_topic, name="new_sub_topic"),
    path(f"{PREPARE}items/<int:item>/", preparing.item, name="item"),
    path(f"{PREPARE}items/<int:item>/remove/", preparing.remove_item, name="remove_item"),
    path(f"{PREPARE}sub-topics/<int:sub_topic>/", preparing.sub_topic, name="sub_topic"),
    path(f"{PREPARE}sub-topics/<int:sub_topic>/remove/", preparing.remove_sub_topic, name="remove_sub_topic"),
    path(MINE, registrations.registration, name="registration"),
    path(f"{MINE}change/", registrations.change, name="change"),
    path(f"{MINE}withdraw/", registrations.withdraw, name="withdraw"),
    path(f"{MINE}ask/<int:sub_topic>/", speaking.ask, name="ask"),
    path(f"{MINE}answer/<int:speaking_request>/", speaking.answer, name="answer"),
    path(f"{MINE}give-back/<int:speaking_request>/", speaking.give_back, name="give_back"),
]
