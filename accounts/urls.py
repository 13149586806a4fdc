from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.home, name="home"),
    path("settings/", views.settings, name="settings"),
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/new/", views.propose, name="propose"),
    path("organisation/leave/", views.leave, name="leave"),
    path("delete/", views.delete, name="delete"),
]
