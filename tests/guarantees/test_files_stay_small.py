"""Budgets: nobody ever splits a file later, so it is said early."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "krscp_portal",
    "partnerships",
    "deadlines",
    "governance",
    "reviews",
    "scrutiny",
    "publications",
)
MODULE, TEST_MODULE, CONFTEST, TEMPLATE, FUNCTION, VIEW = 400, 600, 200, 120, 40, 30


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def sources() -> list[Path]:
    return [
        path
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    ]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def too_long(paths: list[Path], limit: int) -> dict[str, int]:
    sizes = {str(path.relative_to(ROOT)): lines_of(path) for path in paths}
    return {name: size for name, size in sizes.items() if size > limit}


def test_modules():
    assert too_long(sources(), MODULE) == {}


def test_functions():
    long = {
        f"{path.relative_to(ROOT)}:{name}": size
        for path in sources()
        for name, size in functions(path)
        if size > (VIEW if "views" in path.parts else FUNCTION)
    }
    assert long == {}


def test_templates():
    assert too_long(list((ROOT / "templates").rglob("*.html")), TEMPLATE) == {}


@pytest.mark.parametrize(
    ("pattern", "limit"), [("test_*.py", TEST_MODULE), ("conftest.py", CONFTEST)]
)
def test_tests(pattern, limit):
    assert too_long(list((ROOT / "tests").rglob(pattern)), limit) == {}
