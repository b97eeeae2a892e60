from django.urls import path

from alley.saved import views

urlpatterns = [
    path("saved/", views.saved_items, name="saved"),
    path("saved/<slug:kind>/<str:key>/", views.save, name="save"),
]
