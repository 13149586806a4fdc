from django.urls import path

from surveys import views

app_name = "surveys"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.start, name="start"),
    path("<slug:slug>/<int:position>/", views.section, name="section"),
    path("<slug:slug>/check/", views.check, name="check"),
    path("<slug:slug>/received/", views.received, name="received"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
    path("<slug:slug>/results/", views.results, name="results"),
    path("<slug:slug>/free-answers/", views.free_answers, name="free_answers"),
    path("<slug:slug>/prolong/", views.prolong, name="prolong"),
    path("<slug:slug>/sealed/", views.sealed, name="sealed"),
    path("<slug:slug>/making/", views.making, name="making"),
    path("<slug:slug>/making/move/", views.move, name="move"),
    path("<slug:slug>/making/check/", views.publication, name="publication"),
    path("<slug:slug>/making/open/", views.open_it, name="open"),
    path("<slug:slug>/making/copy/", views.copy, name="copy"),
    path("<slug:slug>/making/version/", views.new_version, name="new_version"),
    path("<slug:slug>/making/<slug:code>/condition/", views.condition, name="condition"),
    path("<slug:slug>/making/<slug:code>/delete/", views.delete_question, name="delete_question"),
    path("<slug:slug>/making/sections/<int:pk>/delete/", views.delete_section, name="delete_section"),
    path("<slug:slug>/making/languages/<slug:language>/", views.translation, name="translation"),
    path("<slug:slug>/preview/<slug:language>/", views.preview, name="preview"),
    path(
        "<slug:slug>/preview/<slug:language>/<int:position>/", views.preview_section, name="preview_section"
    ),
    path("<slug:slug>/preview/<slug:language>/check/", views.preview_check, name="preview_check"),
    path("<slug:slug>/preview/<slug:language>/received/", views.preview_received, name="preview_received"),
    path("<slug:slug>/preview/<slug:language>/leave/", views.preview_leave, name="preview_leave"),
]
