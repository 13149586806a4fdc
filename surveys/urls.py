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
    path("<slug:slug>/exports/", views.exports, name="exports"),
    path("<slug:slug>/exports/<uuid:key>/", views.download_export, name="download_export"),
    path("<slug:slug>/free-answers/", views.free_answers, name="free_answers"),
    path("<slug:slug>/prolong/", views.prolong, name="prolong"),
    path("<slug:slug>/sealed/", views.sealed, name="sealed"),
]
