"""Addresses of documents: where they are written, and where the public reads them."""

from django.urls import path, register_converter

from publications.enums import DocumentKind
from publications.views import public, versions, writing


class KindConverter:
    """Matches the kinds of document, so that no other word is looked up."""

    regex = "|".join(DocumentKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "document_kind")

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
    path("published/", public.published, name="published"),
    path("published/<document_kind:kind>/", public.current, name="current"),
    path("published/<document_kind:kind>/v<int:number>/", public.numbered, name="numbered"),
    path(
        "published/<document_kind:kind>/v<int:number>.pdf", public.numbered_pdf, name="numbered-pdf"
    ),
]
