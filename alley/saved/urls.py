<<<<<<< HEAD
"""What one has saved."""

=======
>>>>>>> trunk
from django.urls import path

from alley.saved import views

<<<<<<< HEAD
app_name = "saved"
urlpatterns = [
    path("saved/", views.saved, name="saved"),
    path("saved/<str:kind>/<path:key>/", views.save, name="save"),
=======
urlpatterns = [
    path("saved/", views.saved_items, name="saved"),
    path("saved/<slug:kind>/<str:key>/", views.save, name="save"),
>>>>>>> trunk
]
