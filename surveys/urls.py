from django.urls import path, re_path

from surveys import views

app_name = "surveys"

urlpatterns = [
    path("", views.index, name="index"),
    path("import/", views.import_survey, name="import_survey"),
    path("import/confirm/", views.confirm_import, name="confirm_import"),
    # The secret of a letter's link: 32 letters, so that no survey's address is taken for one.
    re_path(r"^i/(?P<token>[A-Za-z0-9_-]{32})/$", views.enter, name="enter"),
    re_path(r"^i/(?P<token>[A-Za-z0-9_-]{32})/stop/$", views.stop_writing, name="stop_writing"),
    path("i/no-letters/", views.no_letters, name="no_letters"),
    path("<slug:slug>/", views.start, name="start"),
    path("<slug:slug>/<int:position>/", views.section, name="section"),
    path("<slug:slug>/check/", views.check, name="check"),
    path("<slug:slug>/copy.<slug:kind>", views.draft_copy, name="draft_copy"),
    path("<slug:slug>/received/", views.received, name="received"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/kept/", views.kept, name="kept"),
    path("<slug:slug>/come-back/", views.come_back, name="come_back"),
    path("<slug:slug>/sent/", views.sent, name="sent"),
    path("<slug:slug>/sent/copy.<slug:kind>", views.sent_copy, name="sent_copy"),
    path("<slug:slug>/sent/erase/", views.erase, name="erase"),
    path("<slug:slug>/paper/", views.paper, name="paper"),
    path("<slug:slug>/paper.txt", views.paper_text, name="paper_text"),
    path("<slug:slug>/results/", views.results, name="results"),
    path("<slug:slug>/exports/", views.exports, name="exports"),
    path("<slug:slug>/exports/<uuid:key>/", views.download_export, name="download_export"),
    path("<slug:slug>/free-answers/", views.free_answers, name="free_answers"),
    path("<slug:slug>/files/", views.files, name="files"),
    path("<slug:slug>/prolong/", views.prolong, name="prolong"),
    path("<slug:slug>/questions.xlsx", views.as_xlsform, name="as_xlsform"),
    path("<slug:slug>/questions.json", views.as_json, name="as_json"),
    path("<slug:slug>/invitations/", views.invitations, name="invitations"),
    path("<slug:slug>/invitations/access/", views.access, name="access"),
    path("<slug:slug>/invitations/addresses/", views.enter_addresses, name="enter_addresses"),
    path("<slug:slug>/invitations/send/", views.send_letters, name="send_letters"),
    path("<slug:slug>/invitations/remind/", views.remind, name="remind"),
    path("<slug:slug>/invitations/letters/", views.letters, name="letters"),
    path("<slug:slug>/invitations/returned/", views.returned, name="returned"),
    path("<slug:slug>/invitations/targets/", views.targets, name="targets"),
    path("<slug:slug>/sealed/", views.sealed, name="sealed"),
]
