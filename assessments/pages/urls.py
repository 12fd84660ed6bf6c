"""Addresses of the learners' pages of assessments."""

from __future__ import annotations

from django.urls import path, re_path

from assessments import paths
from assessments.pages import catalogue, exam, home, media, preview, results

paths.register()

app_name = "assessments"
urlpatterns = [
    path("", home.landing, name="landing"),
    path("home/", home.home, name="home"),
    re_path(r"^media/(?P<sha256>[0-9a-f]{64})/$", media.media, name="media"),
    path("tests/", catalogue.tests, name="tests"),
    path("tests/<kind:kind>/", catalogue.tests_of_kind, name="tests_of_kind"),
    path("tests/<kind:kind>/<slug:slug>/", catalogue.test, name="test"),
    path("tests/<kind:kind>/<slug:slug>/start/", catalogue.start, name="start"),
    path("attempts/<uuid:uid>/", exam.submitted, name="submitted"),
    path("attempts/<uuid:uid>/part/<int:number>/", exam.part, name="part"),
    path("attempts/<uuid:uid>/finish/", exam.finish, name="finish"),
    path("results/<uuid:uid>/", results.result, name="result"),
    path("results/<uuid:uid>/review/", results.review, name="review"),
    path("history/", results.history, name="history"),
    path("history/results.csv", results.history_csv, name="history_csv"),
    path("tests/<kind:kind>/<slug:slug>/preview/", preview.preview, name="preview"),
]
