"""What is copied from the installed front-end package, and what must not be."""

from pathlib import Path

import pytest

from krscp_portal import assets

CSS = (
    '@charset "UTF-8";:root{--a:1}.govuk-link{font-family:GDS Transport,arial,sans-serif}'
    "\n/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */"
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    ".govuk-footer__copyright-logo:before{background-image:url(/assets/images/govuk-crest.svg)}"
    "@media print{.govuk-footer__copyright-logo:before{background:url(/assets/images/govuk-crest.svg)}}"
    ".b{c:d}/*# sourceMappingURL=govuk-frontend.min.css.map */"
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder in which the package seems to be installed."""
    package = tmp_path / assets.PACKAGE
    (package / "dist/govuk").mkdir(parents=True)
    (package / "package.json").write_text('{"version": "6.6.0"}')
    (package / "dist/govuk" / assets.STYLE).write_text(CSS)
    (package / "dist/govuk" / assets.SCRIPT).write_text(
        "export{a};\n//# sourceMappingURL=govuk-frontend.min.js.map\n"
    )
    return tmp_path


def test_typeface_crest_and_source_maps_stay_behind(installed: Path) -> None:
    style, script = assets.build(installed)

    assert style.read_text() == (
        '@charset "UTF-8";\n/*! GOV.UK Frontend 6.6.0, MIT licence, Crown copyright */\n'
        ':root{--a:1}.govuk-link{font-family:Arial,Helvetica,"Liberation Sans",sans-serif}.b{c:d}'
    )
    assert script.read_text() == (
        "/*! GOV.UK Frontend 6.6.0, MIT licence, Crown copyright */\nexport{a};\n"
    )


def test_building_again_writes_nothing(installed: Path) -> None:
    before = [path.stat().st_mtime_ns for path in assets.build(installed)]

    assert [path.stat().st_mtime_ns for path in assets.build(installed)] == before


def test_a_missing_package_is_refused_with_the_command_to_type(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsMissing, match="Run `npm ci` first"):
        assets.build(tmp_path)


def test_a_release_that_hides_the_crest_elsewhere_is_refused(installed: Path) -> None:
    style = installed / assets.PACKAGE / "dist/govuk" / assets.STYLE
    style.write_text(".elsewhere{background:url(/assets/images/govuk-crest.svg)}")

    with pytest.raises(assets.AssetsMissing, match=r"still holds url\(, crest"):
        assets.build(installed)


def test_the_lock_file_names_no_address() -> None:
    assert "http" not in (assets.ROOT / "package-lock.json").read_text()
