from django.urls import path

from alley.moderation import views

app_name = "moderation"
urlpatterns = [
    path("guidelines/", views.guidelines, name="guidelines"),
    path("wording/", views.wording, name="wording"),
    path("transparency/", views.transparency, name="transparency"),
    path("transparency/<slug:part>.csv", views.report_part, name="report-part"),
    path("statements/", views.statements, name="statements"),
    path("statements/<int:pk>/", views.statement, name="statement"),
    path("statements/by-key/<str:key>/", views.by_key, name="statement-by-key"),
    path("reports/", views.reports, name="reports"),
    path("reports/<int:pk>/", views.report, name="report"),
]
