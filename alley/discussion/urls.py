"""The discussion's addresses. Everything here works with plain forms."""

from django.urls import path

from alley.discussion import chart_views, views

app_name = "discussion"
urlpatterns = [
    path("discuss/<str:kind>/<path:key>/chart/", chart_views.choose, name="choose-chart"),
    path("discuss/<str:kind>/<path:key>/chart/delete/", chart_views.put_away, name="put-away"),
    path("comments/<int:pk>/chart/", chart_views.then_and_now, name="then-and-now"),
    path("comments/<int:pk>/chart/choose/", chart_views.replace, name="replace-chart"),
    path("comments/<int:pk>/chart/delete/", chart_views.take_off, name="take-chart-off"),
    path("charts/comments/<int:pk>.svg", chart_views.picture, {"form": "svg"}, name="chart-of-svg"),
    path("charts/comments/<int:pk>.png", chart_views.picture, {"form": "png"}, name="chart-of-png"),
    path("discuss/<str:kind>/<path:key>/", views.discuss, name="discuss"),
    path("embed/<str:address>/", views.embedded, name="embedded"),
    path("embed.js", views.embed_script, name="embed-script"),
    path("dev/embed/", views.embed_demo, name="embed-demo"),
    path("comments/<int:pk>/", views.permalink, name="comment"),
    path("comments/<int:pk>/fragment/", views.fragment, name="fragment"),
    path("comments/<int:pk>/reply/", views.reply, name="reply"),
    path("comments/<int:pk>/edit/", views.edit, name="edit"),
    path("comments/<int:pk>/delete/", views.delete, name="delete"),
    path("comments/<int:pk>/report/", views.report, name="report"),
    path("comments/<int:pk>/vote/", views.vote, name="vote"),
]
