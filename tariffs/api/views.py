"""The tariffs API: anyone reads what is for sale; staff write with the admin's permissions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from config.api import ApiView, ByMethod, answers, page_of, requires
from config.errors import Forbidden
from config.page import Page
from tariffs import services
from tariffs.api.serializers import (
    CategoryBody,
    CategoryQuery,
    CategorySerializer,
    ComparisonSerializer,
    FeatureBody,
    FeatureSerializer,
    OfferSerializer,
    QuoteSerializer,
    SaleBody,
    SaleSerializer,
    SalesQuery,
    TariffBody,
    TariffFeatureBody,
)


def _staff(model: str) -> dict[str, Any]:
    change = [requires(f"tariffs.change_{model}")]
    return {
        "POST": [requires(f"tariffs.add_{model}")],
        "PATCH": change,
        "PUT": change,
        "DELETE": change,
    }


class CatalogueView(ByMethod, ApiView):
    """Readable by anyone."""

    permission_classes = (AllowAny,)

    def changes(self, body: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The members that a PATCH gives, validated; the others stay as they are."""
        filled = body(data=self.request.data, partial=True)
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)


class TariffsView(CatalogueView):
    """Tariffs that are for sale, in the order to be shown."""

    serializer_class = OfferSerializer
    body_class = TariffBody
    method_permissions = _staff("tariff")

    @extend_schema(
        operation_id="tariffs",
        parameters=[CategoryQuery],
        responses=answers({200: page_of(OfferSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List them with list price, sale price and features; `category` keeps one category."""
        wanted = self.params(CategoryQuery).get("category")
        shelves = [one for one in services.offers() if wanted in (None, one.slug)]
        sold = tuple(tariff for shelf in shelves for tariff in shelf.tariffs)
        return self.page(Page(sold), OfferSerializer)

    @extend_schema(
        operation_id="tariff_create",
        request=TariffBody,
        responses=answers({201: OfferSerializer}),
    )
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_tariff."""
        made = services.create_tariff(dict(self.body(TariffBody)), actor_id=self.user_id)
        return self.answer(made, OfferSerializer, 201)


class TariffView(CatalogueView):
    """One tariff."""

    serializer_class = OfferSerializer
    body_class = TariffBody
    method_permissions = _staff("tariff")

    @extend_schema(operation_id="tariff", responses=answers(OfferSerializer))
    def get(self, request: Request, slug: str) -> Response:
        """Show it, if it is for sale."""
        return self.answer(services.offer(slug), OfferSerializer)

    @extend_schema(
        operation_id="tariff_change", request=TariffBody, responses=answers(OfferSerializer)
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change the members given; other price, tokens or days make a new version."""
        changes = self.changes(TariffBody)
        changed = services.change_tariff(slug, changes, actor_id=self.user_id)
        return self.answer(changed, OfferSerializer)

    @extend_schema(operation_id="tariff_end", responses=answers({204: None}, 409))
    def delete(self, request: Request, slug: str) -> Response:
        """Sell it no more; who has it keeps it."""
        services.end_tariff(slug)
        return Response(status=204)


class TariffFeatureView(CatalogueView):
    """What a tariff has of a feature."""

    serializer_class = OfferSerializer
    body_class = TariffFeatureBody
    method_permissions = _staff("tarifffeature")

    @extend_schema(
        operation_id="tariff_feature_set",
        request=TariffFeatureBody,
        responses=answers(OfferSerializer),
    )
    def put(self, request: Request, slug: str, code: str) -> Response:
        """Set it."""
        fields = dict(self.body(TariffFeatureBody))
        return self.answer(services.set_tariff_feature(slug, code, fields), OfferSerializer)

    @extend_schema(operation_id="tariff_feature_remove", responses=answers({204: None}))
    def delete(self, request: Request, slug: str, code: str) -> Response:
        """Take the feature off the tariff."""
        services.remove_tariff_feature(slug, code)
        return Response(status=204)


class QuoteView(CatalogueView):
    """What a tariff costs now."""

    serializer_class = QuoteSerializer

    @extend_schema(
        operation_id="tariff_quote", request=None, responses=answers(QuoteSerializer, 409)
    )
    def post(self, request: Request, slug: str) -> Response:
        """Count the price of this moment; nothing is stored."""
        return self.answer(services.quote(slug), QuoteSerializer)


class CompareView(CatalogueView):
    """Tariffs side by side."""

    serializer_class = ComparisonSerializer

    @extend_schema(
        operation_id="tariffs_compare",
        parameters=[CategoryQuery],
        responses=answers(ComparisonSerializer),
    )
    def get(self, request: Request) -> Response:
        """The table of features, of one category or of all."""
        table = services.compare(self.params(CategoryQuery).get("category"))
        return self.answer(table, ComparisonSerializer)


class CategoriesView(CatalogueView):
    """Categories of tariffs."""

    serializer_class = CategorySerializer
    body_class = CategoryBody
    method_permissions = _staff("tariffcategory")

    @extend_schema(
        operation_id="tariff_categories", responses=answers({200: page_of(CategorySerializer)})
    )
    def get(self, request: Request) -> Response:
        """List those that are shown."""
        return self.page(Page(services.categories()), CategorySerializer)

    @extend_schema(
        operation_id="tariff_category_create",
        request=CategoryBody,
        responses=answers({201: CategorySerializer}),
    )
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_tariffcategory."""
        made = services.create_category(dict(self.body(CategoryBody)))
        return self.answer(made, CategorySerializer, 201)


class CategoryView(CatalogueView):
    """One category."""

    serializer_class = CategorySerializer
    body_class = CategoryBody
    method_permissions = _staff("tariffcategory")

    @extend_schema(
        operation_id="tariff_category_change",
        request=CategoryBody,
        responses=answers(CategorySerializer),
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change the members given."""
        changed = services.change_category(slug, self.changes(CategoryBody))
        return self.answer(changed, CategorySerializer)

    @extend_schema(operation_id="tariff_category_end", responses=answers({204: None}))
    def delete(self, request: Request, slug: str) -> Response:
        """Show it no more, nor sell what is on it."""
        services.end_category(slug)
        return Response(status=204)


class FeaturesView(CatalogueView):
    """What tariffs differ in."""

    serializer_class = FeatureSerializer
    body_class = FeatureBody
    method_permissions = _staff("feature")

    @extend_schema(
        operation_id="tariff_features", responses=answers({200: page_of(FeatureSerializer)})
    )
    def get(self, request: Request) -> Response:
        """List them."""
        return self.page(Page(services.features()), FeatureSerializer)

    @extend_schema(
        operation_id="tariff_feature_create",
        request=FeatureBody,
        responses=answers({201: FeatureSerializer}),
    )
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_feature."""
        made = services.create_feature(dict(self.body(FeatureBody)))
        return self.answer(made, FeatureSerializer, 201)


class FeatureView(CatalogueView):
    """One feature."""

    serializer_class = FeatureSerializer
    body_class = FeatureBody
    method_permissions = _staff("feature")

    @extend_schema(
        operation_id="tariff_feature_change",
        request=FeatureBody,
        responses=answers(FeatureSerializer),
    )
    def patch(self, request: Request, code: str) -> Response:
        """Change the members given."""
        changed = services.change_feature(code, self.changes(FeatureBody))
        return self.answer(changed, FeatureSerializer)


class SalesView(CatalogueView):
    """Sales."""

    serializer_class = SaleSerializer
    body_class = SaleBody
    method_permissions = _staff("sale")

    @extend_schema(
        operation_id="tariff_sales",
        parameters=[SalesQuery],
        responses=answers({200: page_of(SaleSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List those that run now; with `all` the newest 200, for staff with tariffs.view_sale."""
        if not self.params(SalesQuery)["all"]:
            return self.page(Page(services.sales()), SaleSerializer)
        if not requires("tariffs.view_sale")().has_permission(request, self):
            raise Forbidden
        return self.page(Page(services.all_sales()), SaleSerializer)

    @extend_schema(
        operation_id="tariff_sale_create",
        request=SaleBody,
        responses=answers({201: SaleSerializer}),
    )
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_sale."""
        return self.answer(services.create_sale(dict(self.body(SaleBody))), SaleSerializer, 201)


class SaleView(CatalogueView):
    """One sale."""

    serializer_class = SaleSerializer
    body_class = SaleBody
    method_permissions = _staff("sale")

    @extend_schema(
        operation_id="tariff_sale_change", request=SaleBody, responses=answers(SaleSerializer)
    )
    def patch(self, request: Request, sale_id: int) -> Response:
        """Change the members given."""
        return self.answer(services.change_sale(sale_id, self.changes(SaleBody)), SaleSerializer)

    @extend_schema(operation_id="tariff_sale_end", responses=answers({204: None}))
    def delete(self, request: Request, sale_id: int) -> Response:
        """End it now."""
        services.end_sale(sale_id)
        return Response(status=204)
