"""What one has saved."""

from django.urls import path

from alley.saved import views

app_name = "saved"
urlpatterns = [
    path("saved/", views.saved, name="saved"),
    path("saved/<str:kind>/<path:key>/", views.save, name="save"),
]
