"""Charts as pictures."""

from django.urls import path

from alley.markets import views

urlpatterns = [
    path("charts/snapshots/<int:pk>.svg", views.frozen, {"form": "svg"}, name="frozen-svg"),
    path("charts/snapshots/<int:pk>.png", views.frozen, {"form": "png"}, name="frozen-png"),
    path("charts/<str:symbol>.svg", views.picture, {"form": "svg"}, name="chart-svg"),
    path("charts/<str:symbol>.png", views.picture, {"form": "png"}, name="chart-png"),
]
