"""The pages of one's account; allauth's own stand beside them under /accounts/."""

from django.urls import path

from alley.accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/settings/", views.settings, name="settings"),
    path("blocks/", views.blocks, name="blocks"),
    path("blocks/<str:username>/", views.block, name="block"),
    path("blocks/<str:username>/lift/", views.unblock, name="unblock"),
    path("notifications/", views.notifications, name="notifications"),
    path("dev/mail/", views.mail, name="mailbox"),
    path("dev/mail/<str:name>/", views.mail, name="mail"),
]
