"""Every address of the site, composed from the rooms."""

from django.urls import include, path
from wagtail.admin import urls as desk

from alley.api import api

urlpatterns = [
    path("desk/", include(desk)),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
]
