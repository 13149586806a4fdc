from django.urls import path

from recommendations.views import calendar, imports, judging, recommendation, recommendations, states

app_name = "recommendations"

urlpatterns = [
    path("", recommendations.index, name="index"),
    path("export.csv", recommendations.export, name="export"),
    path("import/", imports.upload, name="upload"),
    path("import/confirm/", imports.confirm, name="confirm"),
    path("import/discard/", imports.discard, name="discard"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.calendar_file, name="calendar_file"),
    path("<int:pk>/", recommendation.detail, name="detail"),
    path("states/<str:iso3>/", states.state, name="state"),
    path("states/<str:iso3>/<int:session>/", states.review, name="review"),
    path("states/<str:iso3>/<int:session>/repeats/", judging.repeats, name="repeats"),
    path("states/<str:iso3>/<int:session>/categories/", judging.categories, name="categories"),
]
