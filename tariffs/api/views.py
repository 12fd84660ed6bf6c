"""The tariffs API: anyone reads what is for sale; staff write with the admin's permissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

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

Shape = type[Serializer[Any]]
Method = TypeVar("Method", bound=Callable[..., Response])


def _lists(name: str, shape: Shape, query: Shape | None = None) -> Callable[[Method], Method]:
    parameters = [query] if query else []
    return extend_schema(
        operation_id=name, parameters=parameters, responses=answers({200: page_of(shape)})
    )


def _creates(name: str, body: Shape, shape: Shape) -> Callable[[Method], Method]:
    return extend_schema(
        operation_id=f"{name}_create", request=body, responses=answers({201: shape})
    )


def _changes(name: str, body: Shape, shape: Shape) -> Callable[[Method], Method]:
    return extend_schema(operation_id=f"{name}_change", request=body, responses=answers(shape))


def _ends(name: str, *refusals: int) -> Callable[[Method], Method]:
    return extend_schema(operation_id=f"{name}_end", responses=answers({204: None}, *refusals))


def _staff(model: str) -> dict[str, Any]:
    change = [requires(f"tariffs.change_{model}")]
    add = [requires(f"tariffs.add_{model}")]
    return {"POST": add, "PATCH": change, "PUT": change, "DELETE": change}


class CatalogueView(ByMethod, ApiView):
    """Readable by anyone."""

    permission_classes = (AllowAny,)

    def fields(self) -> dict[str, Any]:
        """The validated body; of a PATCH the members that it gives, the others stay."""
        filled = self.get_serializer(data=self.request.data, partial=self.request.method == "PATCH")
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)


class TariffsView(CatalogueView):
    """Tariffs that are for sale, in the order to be shown."""

    serializer_class = OfferSerializer
    body_class = TariffBody
    method_permissions = _staff("tariff")

    @_lists("tariffs", OfferSerializer, CategoryQuery)
    def get(self, request: Request) -> Response:
        """List them with list price, sale price and features; `category` keeps one category."""
        wanted = self.params(CategoryQuery).get("category")
        shelves = [one for one in services.offers() if wanted in (None, one.slug)]
        return self.page(Page(tuple(tariff for shelf in shelves for tariff in shelf.tariffs)))

    @_creates("tariff", TariffBody, OfferSerializer)
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_tariff."""
        made = services.create_tariff(self.fields(), actor_id=self.user_id)
        return self.answer(made, status=201)


class TariffView(CatalogueView):
    """One tariff."""

    serializer_class = OfferSerializer
    body_class = TariffBody
    method_permissions = _staff("tariff")

    @extend_schema(operation_id="tariff", responses=answers(OfferSerializer))
    def get(self, request: Request, slug: str) -> Response:
        """Show it, if it is for sale."""
        return self.answer(services.offer(slug))

    @_changes("tariff", TariffBody, OfferSerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Change the members given; other price, tokens or days make a new version."""
        return self.answer(services.change_tariff(slug, self.fields(), actor_id=self.user_id))

    @_ends("tariff", 409)
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
        return self.answer(services.set_tariff_feature(slug, code, self.fields()))

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
        return self.answer(services.quote(slug))


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
        return self.answer(services.compare(self.params(CategoryQuery).get("category")))


class CategoriesView(CatalogueView):
    """Categories of tariffs."""

    serializer_class = CategorySerializer
    body_class = CategoryBody
    method_permissions = _staff("tariffcategory")

    @_lists("tariff_categories", CategorySerializer)
    def get(self, request: Request) -> Response:
        """List those that are shown."""
        return self.page(Page(services.categories()))

    @_creates("tariff_category", CategoryBody, CategorySerializer)
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_tariffcategory."""
        return self.answer(services.create_category(self.fields()), status=201)


class CategoryView(CatalogueView):
    """One category."""

    serializer_class = CategorySerializer
    body_class = CategoryBody
    method_permissions = _staff("tariffcategory")

    @_changes("tariff_category", CategoryBody, CategorySerializer)
    def patch(self, request: Request, slug: str) -> Response:
        """Change the members given."""
        return self.answer(services.change_category(slug, self.fields()))

    @_ends("tariff_category")
    def delete(self, request: Request, slug: str) -> Response:
        """Show it no more, nor sell what is on it."""
        services.end_category(slug)
        return Response(status=204)


class FeaturesView(CatalogueView):
    """What tariffs differ in."""

    serializer_class = FeatureSerializer
    body_class = FeatureBody
    method_permissions = _staff("feature")

    @_lists("tariff_features", FeatureSerializer)
    def get(self, request: Request) -> Response:
        """List them."""
        return self.page(Page(services.features()))

    @_creates("tariff_feature", FeatureBody, FeatureSerializer)
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_feature."""
        return self.answer(services.create_feature(self.fields()), status=201)


class FeatureView(CatalogueView):
    """One feature."""

    serializer_class = FeatureSerializer
    body_class = FeatureBody
    method_permissions = _staff("feature")

    @_changes("tariff_feature", FeatureBody, FeatureSerializer)
    def patch(self, request: Request, code: str) -> Response:
        """Change the members given."""
        return self.answer(services.change_feature(code, self.fields()))


class SalesView(CatalogueView):
    """Sales."""

    serializer_class = SaleSerializer
    body_class = SaleBody
    method_permissions = _staff("sale")

    @_lists("tariff_sales", SaleSerializer, SalesQuery)
    def get(self, request: Request) -> Response:
        """List those that run now; with `all` every sale, for staff with tariffs.view_sale."""
        query = self.params(SalesQuery)
        if not query["all"]:
            return self.page(Page(services.sales()))
        if not requires("tariffs.view_sale")().has_permission(request, self):
            raise Forbidden
        return self.page(services.all_sales(query.get("cursor"), query["limit"]))

    @_creates("tariff_sale", SaleBody, SaleSerializer)
    def post(self, request: Request) -> Response:
        """Create one. Needs tariffs.add_sale."""
        return self.answer(services.create_sale(self.fields()), status=201)


class SaleView(CatalogueView):
    """One sale."""

    serializer_class = SaleSerializer
    body_class = SaleBody
    method_permissions = _staff("sale")

    @_changes("tariff_sale", SaleBody, SaleSerializer)
    def patch(self, request: Request, sale_id: int) -> Response:
        """Change the members given."""
        return self.answer(services.change_sale(sale_id, self.fields()))

    @_ends("tariff_sale")
    def delete(self, request: Request, sale_id: int) -> Response:
        """End it now."""
        services.end_sale(sale_id)
        return Response(status=204)
