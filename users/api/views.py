"""The users API: one's own account, and the staff's list of people."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import ApiView, answers, page_of, requires
from config.errors import InvalidInput
from users import services
from users.api.serializers import (
    AccountSerializer,
    PeopleQuery,
    ProfilePatch,
    ProfileSerializer,
)

IN_THE_BODY = {
    "target_exam": "target.exam",
    "target_band": "target.band",
    "exam_date": "target.date",
}


class MeView(ApiView):
    """The reader's own account: address, name, language, look and goal."""

    serializer_class = ProfileSerializer
    body_class = ProfilePatch

    @extend_schema(operation_id="me", responses=answers(ProfileSerializer))
    def get(self, request: Request) -> Response:
        """Show it."""
        return self.answer(services.profile(self.user_id), ProfileSerializer)

    @extend_schema(
        operation_id="me_change", request=ProfilePatch, responses=answers(ProfileSerializer)
    )
    def patch(self, request: Request) -> Response:
        """Change the members that are given; `"target": null` clears the goal."""
        patch = dict(self.body(ProfilePatch))
        if "target" in patch:
            target = patch.pop("target") or {}
            patch |= {
                "target_exam": target.get("exam", ""),
                "target_band": target.get("band"),
                "exam_date": target.get("date"),
            }
        try:
            changed = services.update_profile(self.user_id, patch)
        except InvalidInput as error:
            field, reason = str(error.details["field"]), error.details["reason"]
            raise InvalidInput(field=IN_THE_BODY.get(field, field), reason=reason) from error
        return self.answer(changed, ProfileSerializer)


class PeopleView(ApiView):
    """People, newest first, for staff with the permission to view them."""

    serializer_class = AccountSerializer
    permission_classes = (requires("users.view_user"),)

    @extend_schema(
        operation_id="people",
        parameters=[PeopleQuery],
        responses=answers({200: page_of(AccountSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List them, or those whom `search` finds."""
        query = self.params(PeopleQuery)
        found = services.accounts(query["search"], query.get("cursor"), query["limit"])
        return self.page(found)
