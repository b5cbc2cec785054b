"""The URL table of the second world: the product's, and a line."""

from django.urls import include, path

from shawlands import urls as product

urlpatterns = [*product.urlpatterns, path("lost-property/", include("tests.example_subject.lost_property.urls"))]

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500
