import re

from django.urls import path, re_path

from reports import views
from reports.formats import FORMATS
from reports.views import (
    composing,
    earlier,
    excerpts,
    follow_up,
    grouping,
    proposals,
    published,
    publishing,
    reading,
    sharing,
    telling,
    texts,
)

app_name = "reports"

ROOM = "consultations/<slug:slug>/reading-room/"
EXCERPT = f"{ROOM}excerpts/<int:pk>/"
GROUPING = "consultations/<slug:slug>/key-issues/prepare/"
ROW = f"{GROUPING}<slug:row>/"
COMPOSER = "reports/<slug:slug>/compose/"
PUBLISHING = "reports/<slug:slug>/publishing/"
SUFFIX = f"(?P<suffix>{'|'.join(re.escape(one.suffix) for one in FORMATS.values())})"

urlpatterns = [
    path(ROOM, reading.reading_room, name="reading_room"),
    path(f"{ROOM}codes/", reading.codes, name="codes"),
    path(f"{ROOM}texts/<slug:token>/", reading.text, name="text"),
    path(f"{ROOM}texts/<slug:token>/read/", reading.mark_read, name="mark_read"),
    path(EXCERPT, excerpts.excerpt, name="excerpt"),
    path(f"{EXCERPT}drop/", excerpts.drop_excerpt, name="drop_excerpt"),
    path(f"{EXCERPT}<slug:language>/", excerpts.translate_excerpt, name="translate_excerpt"),
    path(GROUPING, grouping.grouping, name="grouping"),
    path(f"{GROUPING}arrange/", grouping.arrange, name="arrange"),
    path(f"{GROUPING}new/", texts.new_key_issue, name="new_key_issue"),
    path(f"{GROUPING}<int:pk>/new/", texts.new_proposal, name="new_proposal"),
    path(ROW, texts.write, name="write"),
    path(f"{ROW}excerpts/", grouping.behind, name="behind"),
    path(f"{ROW}merge/", grouping.merge, name="merge"),
    path(f"{ROW}split/", grouping.split, name="split"),
    path(f"{ROW}delete/", grouping.delete, name="delete"),
    path("", views.home, name="home"),
    path("consultations/<slug:slug>/key-issues/", proposals.key_issues, name="key_issues"),
    path("consultations/<slug:slug>/key-issues/<int:position>/", proposals.key_issue, name="key_issue"),
    re_path(
        r"^proposals/(?P<slug>[-\w]+)/(?P<position>\d{1,4})\.(?P<number>\d{1,4})/$",
        proposals.proposal,
        name="proposal",
    ),
    path("proposals/<int:pk>/", proposals.draft_proposal, name="draft_proposal"),
    path("proposals/<int:pk>/links/", follow_up.links, name="proposal_links"),
    path("proposals/<int:pk>/follow-up/", follow_up.record, name="record_follow_up"),
    path("reports/", views.published_reports, name="published"),
    path("reports/feed.atom", published.feed, name="feed"),
    path("make-a-report/", views.make, name="make"),
    path("reports/<slug:slug>/", views.detail, name="detail"),
    path("reports/<slug:slug>/tell/", telling.tell, name="tell"),
    path("reports/<slug:slug>/sharing/", sharing.sharing, name="sharing"),
    path("reports/<slug:slug>/sharing/embargo/", sharing.embargo, name="embargo"),
    path("reports/<slug:slug>/sharing/<int:pk>/revoke/", sharing.revoke_link, name="revoke_link"),
    path("shared-reports/<slug:token>/", sharing.shared, name="shared"),
    re_path(
        rf"^shared-reports/(?P<token>[-\w]+)/(?P<language>[a-z-]+)\.{SUFFIX}$",
        sharing.shared_file,
        name="shared_file",
    ),
    re_path(r"^reports/(?P<slug>[-\w]+)/cite\.(?P<kind>bib|ris)$", published.cite, name="cite"),
    path(COMPOSER, composing.compose, name="compose"),
    path(f"{COMPOSER}arrange/", composing.arrange_sections, name="arrange_sections"),
    path(f"{COMPOSER}preview/", composing.preview, name="preview"),
    path(f"{COMPOSER}<slug:section>/", composing.compose_section, name="compose_section"),
    path(f"{COMPOSER}<slug:section>/earlier/<slug:language>/", earlier.earlier_texts, name="earlier_texts"),
    path(f"{COMPOSER}<slug:section>/remove/", composing.remove_section, name="remove_section"),
    path("reports/<slug:slug>/compile/", views.compile_files, name="compile"),
    path("reports/<slug:slug>/compile/<int:pk>/", views.compile_again, name="compile_again"),
    path(PUBLISHING, publishing.publishing_page, name="publishing"),
    path(f"{PUBLISHING}what-changed/", publishing.what_changed, name="what_changed"),
    path(f"{PUBLISHING}comments/", publishing.comment, name="comment"),
    path(f"{PUBLISHING}comments/<int:pk>/settle/", publishing.settle_comment, name="settle_comment"),
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
