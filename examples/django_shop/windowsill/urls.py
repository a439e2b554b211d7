"""Every address of the shop."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from shop import views

urlpatterns = [
    path("", views.home, name="home"),
    path("shelf/<slug:shelf>/", views.shelf, name="shelf"),
    path("shelf/<slug:shelf>/<slug:name>/", views.product, name="product"),
    path("basket/", views.basket, name="basket"),
    path("basket/put/<slug:name>/", views.put, name="put"),
    path("basket/order/", views.order, name="order"),
    path("thanks/", views.thanks, name="thanks"),
    path("sign-in/", LoginView.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
]
