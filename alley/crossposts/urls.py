from django.urls import path

from alley.crossposts import views

urlpatterns = [
    path("linked-accounts/", views.linked_accounts, name="linked-accounts"),
    path("linked-accounts/mastodon/", views.link_mastodon, name="link-mastodon"),
    path("linked-accounts/mastodon/back/", views.mastodon_back, name="mastodon-back"),
    path("linked-accounts/bluesky/", views.link_bluesky, name="link-bluesky"),
    path("linked-accounts/<slug:service>/unlink/", views.unlink, name="unlink-account"),
]
