"""The discussion's addresses. Everything here works with plain forms."""

from django.urls import path

from alley.discussion import views

app_name = "discussion"
urlpatterns = [
    path("discuss/<str:kind>/<path:key>/draft/", views.draft, name="draft"),
    path("discuss/<str:kind>/<path:key>/", views.discuss, name="discuss"),
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/fragment/", views.fragment, name="fragment"),
    path("comments/<int:pk>/reply/", views.reply, name="reply"),
    path("comments/<int:pk>/edit/", views.edit, name="edit"),
    path("comments/<int:pk>/delete/", views.delete, name="delete"),
    path("comments/<int:pk>/report/", views.report, name="report"),
    path("comments/<int:pk>/vote/", views.vote, name="vote"),
]
