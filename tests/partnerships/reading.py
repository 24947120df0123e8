"""What tests of pages ask and read: an address by its name, a typed day, a page as one line."""

from datetime import date

from django.urls import reverse


def at(name: str, **kwargs: object) -> str:
    """Return the address of a page; a name without a space of its own is the partnership's."""
    space = "" if ":" in name else "partnership:"
    return reverse(f"{space}{name}", kwargs={"partnership": "northshire", **kwargs})


def day(name: str, value: date | str) -> dict[str, str]:
    year, month, number = str(value).split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def text(response) -> str:
    return " ".join(response.content.decode().split())
