"""The pages of alerts."""

from django.urls import path

from alley.alerts import views

app_name = "alerts"
urlpatterns = [
    path("alerts/", views.alerts, name="list"),
    path("alerts/new/", views.new, name="new"),
    path("alerts/<int:pk>/", views.alert, name="alert"),
    path("alerts/firings/", views.firings, name="firings"),
    path("alerts/firings/<int:pk>/", views.firing, name="firing"),
    path("alerts/deliveries/", views.deliveries, name="deliveries"),
    path("alerts/deliveries/<int:pk>/again/", views.again, name="again"),
    path("alerts/settings/", views.settings, name="settings"),
    path("alerts/webhooks/", views.webhooks, name="webhooks"),
    path("alerts/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("alerts/push-worker.js", views.push_worker, name="push-worker"),
]
