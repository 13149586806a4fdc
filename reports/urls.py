from django.urls import path, re_path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.published, name="published"),
    path("make-a-report/", views.make, name="make"),
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
