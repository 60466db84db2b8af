from django.urls import path

from conglang.portal import home, searching, views

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim-kiem/", searching.search_page, name="search"),
    path("tim-kiem/goi-y/", searching.suggestions, name="suggestions"),
    path("<slug:section_slug>/", views.section, name="section"),
    path("<slug:section_slug>/<slug:article_slug>/", views.article, name="article"),
]
