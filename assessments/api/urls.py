"""Addresses of the assessments API, below /api/v1/assessments/."""

from __future__ import annotations

from django.urls import path

from assessments import paths
from assessments.api import attempts, authoring, catalogue, highlights, media, results

paths.register()

app_name = "assessments_api"
urlpatterns = [
    path("", catalogue.CatalogueView.as_view(), name="tests"),
    path("attempts/", attempts.AttemptsView.as_view(), name="attempts"),
    path("attempts/<uuid:uid>/", attempts.AttemptView.as_view(), name="attempt"),
    path("attempts/<uuid:uid>/answers/", attempts.AnswersView.as_view(), name="answers"),
    path("attempts/<uuid:uid>/submit/", attempts.SubmitView.as_view(), name="submit"),
    path("attempts/<uuid:uid>/flags/", attempts.FlagsView.as_view(), name="flags"),
    path("attempts/<uuid:uid>/highlights/", highlights.HighlightsView.as_view(), name="highlights"),
    path("attempts/<uuid:uid>/heartbeat/", attempts.HeartbeatView.as_view(), name="heartbeat"),
    path("attempts/<uuid:uid>/analysis/", results.AnalysisView.as_view(), name="analysis"),
    path("attempts/<uuid:uid>/review/", results.ReviewView.as_view(), name="review"),
    path(
        "attempts/<uuid:uid>/media/<str:sha256>/",
        media.AttemptMediaView.as_view(),
        name="attempt_media",
    ),
    path("media/", authoring.MediaView.as_view(), name="media"),
    path("<kind:kind>/", authoring.KindView.as_view(), name="tests_of_kind"),
    path("<kind:kind>/analyses/", results.AnalysesView.as_view(), name="analyses"),
    path("<kind:kind>/<slug:slug>/", catalogue.TestView.as_view(), name="test"),
    path("<kind:kind>/<slug:slug>/attempts/", attempts.StartView.as_view(), name="start"),
    path("<kind:kind>/<slug:slug>/draft/", authoring.DraftView.as_view(), name="draft"),
    path("<kind:kind>/<slug:slug>/check/", authoring.CheckView.as_view(), name="check"),
    path("<kind:kind>/<slug:slug>/publish/", authoring.PublishView.as_view(), name="publish"),
    path("<kind:kind>/<slug:slug>/archive/", authoring.ArchiveView.as_view(), name="archive"),
    path("<kind:kind>/<slug:slug>/versions/", authoring.VersionsView.as_view(), name="versions"),
]
