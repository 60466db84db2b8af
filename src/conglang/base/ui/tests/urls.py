from django.urls import include, path

urlpatterns = [path("_ui/", include("conglang.base.ui.urls"))]
