"""Charts as pictures."""

from django.urls import path

from alley.markets import views

urlpatterns = [
    path("charts/<str:symbol>.svg", views.picture, {"form": "svg"}, name="chart-svg"),
    path("charts/<str:symbol>.png", views.picture, {"form": "png"}, name="chart-png"),
]
