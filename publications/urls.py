"""Addresses of documents: where they are written, and where the public reads them."""

from django.urls import path, register_converter

from publications.enums import DocumentKind, PublicPageKind
from publications.views import live, public, reviews, upkeep, versions, writing


class KindConverter:
    """Matches the kinds of document, so that no other word is looked up."""

    regex = "|".join(DocumentKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PageConverter:
    """Matches the pages that the public reads from the record: whos-who, structure."""

    regex = "|".join(value.replace("_", "-") for value in PublicPageKind.values)

    def to_python(self, value: str) -> PublicPageKind:
        return PublicPageKind(value.replace("-", "_"))

    def to_url(self, value: str) -> str:
        return value.replace("_", "-")


register_converter(KindConverter, "document_kind")
register_converter(PageConverter, "public_page")

app_name = "publications"
urlpatterns = [
    path("documents/", writing.document_list, name="documents"),
    path("documents/start/", writing.start, name="start"),
    path("documents/<uuid:document>/", writing.document, name="document"),
    path("documents/<uuid:document>/preview/", writing.preview, name="preview"),
    path("documents/<uuid:document>/title/", writing.rename, name="rename"),
    path("documents/<uuid:document>/render/", versions.render_version, name="render"),
    path("documents/<uuid:document>/sections/add/", writing.add_section, name="section-add"),
    path("documents/sections/<uuid:section>/edit/", writing.edit_section, name="section-edit"),
    path("documents/sections/<uuid:section>/move/", writing.move_section, name="section-move"),
    path(
        "documents/sections/<uuid:section>/take-out/",
        writing.take_out_section,
        name="section-take-out",
    ),
    path(
        "documents/sections/<uuid:section>/put-back/",
        writing.put_back_section,
        name="section-put-back",
    ),
    path("documents/versions/<uuid:version>/", versions.version, name="version"),
    path("documents/versions/<uuid:version>/progress/", versions.progress, name="progress"),
    path("documents/versions/<uuid:version>/read/", versions.read, name="read"),
    path("documents/versions/<uuid:version>/pdf/", versions.download, name="download"),
    path("documents/versions/<uuid:version>/retry/", versions.retry, name="retry"),
    path("documents/versions/<uuid:version>/publish/", versions.publish, name="publish"),
    path("documents/versions/<uuid:version>/withdraw/", versions.withdraw, name="withdraw"),
    path("documents/versions/<uuid:version>/discard/", versions.discard, name="discard"),
    # pages that the public reads from the record, and who stands behind them
    path("documents/public-pages/", upkeep.public_pages, name="public-pages"),
    path("documents/public-pages/<public_page:page>/", upkeep.confirm, name="page-confirm"),
    path("documents/public-pages/<public_page:page>/preview/", upkeep.preview, name="page-preview"),
    path(
        "documents/public-pages/<public_page:page>/take-down/",
        upkeep.take_down,
        name="page-take-down",
    ),
    path("documents/public-pages/groups/<slug:key>/", upkeep.preview_group, name="group-preview"),
    path("published/whos-who/", live.whos_who, name="whos-who"),
    path("published/structure/", live.structure, name="structure"),
    path("published/groups/<slug:key>/", live.group, name="group"),
    path("published/agencies/<slug:slug>/", live.agency, name="agency"),
    path("published/reviews/", reviews.listed, name="published-reviews"),
    path("published/reviews/<slug:reference>.pdf", reviews.pdf, name="published-review-pdf"),
    path("published/reviews/<slug:reference>/", reviews.review, name="published-review"),
    path(
        "published/reviews/<slug:reference>/v<int:number>/",
        reviews.version,
        name="published-review-version",
    ),
    path("published/", public.published, name="published"),
    path("published/<document_kind:kind>/", public.current, name="current"),
    path("published/<document_kind:kind>/v<int:number>/", public.numbered, name="numbered"),
    path(
        "published/<document_kind:kind>/v<int:number>.pdf", public.numbered_pdf, name="numbered-pdf"
    ),
]
