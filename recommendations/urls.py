from django.urls import path

from recommendations import views

app_name = "recommendations"

urlpatterns = [
    path("", views.index, name="index"),
    path("export.csv", views.export, name="export"),
    path("<int:pk>/", views.detail, name="detail"),
    path("states/<str:iso3>/", views.state, name="state"),
]
