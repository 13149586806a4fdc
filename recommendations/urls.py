from django.urls import path

from recommendations.api.programs import programs
from recommendations.views import (
    batches,
    calendar,
    imports,
    judging,
    matrices,
    merging,
    positions,
    previews,
    recommendation,
    recommendations,
    states,
    tables,
)

app_name = "recommendations"

urlpatterns = [
    path("", recommendations.index, name="index"),
    path("filters/<slug:name>/", recommendations.values, name="values"),
    path("charts/", recommendations.charts, name="charts"),
    path("export.<str:kind>", recommendations.export, name="export"),
    path("feed.atom", recommendations.feed, name="feed"),
    path("programs/", programs, name="programs"),
    path("import/", imports.upload, name="upload"),
    path("import/confirm/", imports.confirm, name="confirm"),
    path("import/take-for/", imports.take_for, name="take_for"),
    path("import/discard/", imports.discard, name="discard"),
    path("import/columns/", tables.columns, name="columns"),
    path("import/template.xlsx", tables.template, {"kind": "xlsx"}, name="template_xlsx"),
    path("import/template.csv", tables.template, {"kind": "csv"}, name="template_csv"),
    path("import/rows/<int:key>/", previews.row, name="correct_row"),
    path("import/answers/<int:key>/", previews.answer, name="correct_answer"),
    path("imports/", batches.batches, name="batches"),
    path("imports/<int:pk>/", batches.batch, name="batch"),
    path("imports/<int:pk>/undo/", batches.undo, name="undo"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("<int:pk>/", recommendation.detail, name="detail"),
    path("<int:pk>/position/", positions.record, name="record"),
    path("<int:pk>/split/", positions.split, name="split"),
    path("<int:pk>/unsplit/", positions.unsplit, name="unsplit"),
    path("<int:pk>/unmerge/", merging.unmerge, name="unmerge"),
    path("reviews/<int:pk>/merge/", merging.merge, name="merge"),
    path("reviews/<int:pk>/close/", positions.close, name="close"),
    path("states/<str:iso3>/", states.state, name="state"),
    path("states/<str:iso3>/<int:session>/", states.review, name="review"),
    path("states/<str:iso3>/<int:session>/matrix.<str:kind>", matrices.matrix, name="matrix"),
    path("states/<str:iso3>/<int:session>/repeats/", judging.repeats, name="repeats"),
    path("states/<str:iso3>/<int:session>/categories/", judging.categories, name="categories"),
]
