from django.urls import path

from consultations.views import consultations, draws, findings, notes, programme, registrations, speaking

app_name = "consultations"

EVENT = "<slug:slug>/events/<slug:event>/"
MINE = f"{EVENT}my-registration/"

urlpatterns = [
    path("", consultations.consultations, name="consultations"),
    path("link/<str:token>/", registrations.link, name="link"),
    path("verify_draw.py", draws.draw_program, name="draw_program"),
    path("<slug:slug>/", consultations.consultation, name="consultation"),
    path(EVENT, programme.programme, name="programme"),
    path(f"{EVENT}calendar.ics", programme.calendar, name="calendar"),
    path(f"{EVENT}speakers/", programme.speakers, name="speakers"),
    path(f"{EVENT}findings/<int:sub_topic>/", findings.choose, name="findings"),
    path(f"{EVENT}invite/", findings.invite, name="invite"),
    path(f"{EVENT}notes/", notes.notes, name="notes"),
    path(f"{EVENT}notes/<int:sub_topic>/", notes.note, name="note"),
    path(f"{EVENT}draws/<int:sub_topic>/", draws.draw, name="draw"),
    path(f"{EVENT}draws/<int:sub_topic>/record.json", draws.draw_record, name="draw_record"),
    path(f"{EVENT}register/", registrations.register, name="register"),
    path(f"{EVENT}registered/", registrations.registered, name="registered"),
    path(MINE, registrations.registration, name="registration"),
    path(f"{MINE}change/", registrations.change, name="change"),
    path(f"{MINE}withdraw/", registrations.withdraw, name="withdraw"),
    path(f"{MINE}ask/<int:sub_topic>/", speaking.ask, name="ask"),
    path(f"{MINE}answer/<int:speaking_request>/", speaking.answer, name="answer"),
    path(f"{MINE}give-back/<int:speaking_request>/", speaking.give_back, name="give_back"),
]
