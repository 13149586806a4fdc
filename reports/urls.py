from django.urls import path, re_path

from reports import views
from reports.views import follow_up, proposals

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("consultations/<slug:slug>/key-issues/", proposals.key_issues, name="key_issues"),
    path("consultations/<slug:slug>/key-issues/<int:position>/", proposals.key_issue, name="key_issue"),
    re_path(
        r"^proposals/(?P<slug>[-\w]+)/(?P<position>\d{1,4})\.(?P<number>\d{1,4})/$",
        proposals.proposal,
        name="proposal",
    ),
    path("proposals/<int:pk>/links/", follow_up.links, name="proposal_links"),
    path("proposals/<int:pk>/follow-up/", follow_up.record, name="record_follow_up"),
    path("reports/", views.published, name="published"),
    path("reports/<slug:slug>/", views.detail, name="detail"),
    path("reports/<slug:slug>/compile/", views.compile_files, name="compile"),
    path("reports/<slug:slug>/compile/<int:pk>/", views.compile_again, name="compile_again"),
    path("reports/<slug:slug>/publish/", views.publish, name="publish"),
    re_path(r"^reports/(?P<slug>[-\w]+)/(?P<language>[a-z-]+)\.pdf$", views.download, name="download"),
    re_path(
        r"^reports/(?P<slug>[-\w]+)/(?P<language>[a-z-]+)-v(?P<version>\d+)\.pdf$",
        views.download,
        name="download_version",
    ),
]
