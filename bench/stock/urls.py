"""Nothing is asked over HTTP."""

urlpatterns: list[object] = []
