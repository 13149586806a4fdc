import re

from django.urls import path, re_path

from reports import views
from reports.formats import FORMATS

app_name = "reports"

SUFFIX = f"(?P<suffix>{'|'.join(re.escape(one.suffix) for one in FORMATS.values())})"

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.published, name="published"),
    path("make-a-report/", views.make, name="make"),
    path("reports/<slug:slug>/", views.detail, name="detail"),
    path("reports/<slug:slug>/compile/", views.compile_files, name="compile"),
    path("reports/<slug:slug>/compile/<int:pk>/", views.compile_again, name="compile_again"),
    path("reports/<slug:slug>/publish/", views.publish, name="publish"),
    path("reports/<slug:slug>/compile/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("reports/<slug:slug>/tables/", views.tables, name="tables"),
    path("reports/<slug:slug>/tables/all.xlsx", views.workbook, name="workbook"),
    path("reports/<slug:slug>/tables/<str:name>.<str:kind>", views.table_file, name="table_file"),
    re_path(rf"^reports/(?P<slug>[-\w]+)/(?P<language>[a-z-]+)\.{SUFFIX}$", views.download, name="download"),
    re_path(
        rf"^reports/(?P<slug>[-\w]+)/(?P<language>[a-z-]+)-v(?P<version>\d+)\.{SUFFIX}$",
        views.download,
        name="download_version",
    ),
]
