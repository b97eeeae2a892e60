from django.urls import path

from alley.privacy import views

urlpatterns = [
    path("accounts/privacy/", views.privacy, name="privacy"),
    path("accounts/privacy/erase/", views.erase, name="privacy-erase"),
    path("accounts/privacy/<int:pk>/archive.zip", views.archive, name="privacy-archive"),
]
