"""When two names are one name: what is left of a name when spelling is set aside."""

import re

APOSTROPHES = re.compile(r"['\u2018\u2019`\u00b4]")
PUNCTUATION = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"^the ")


def plain(name: str) -> str:
    """Return the name without case, punctuation, a leading "the", and with "&" as "and".

    Two bodies whose names come out alike are taken for one: "The St. George's Trust" and
    "ST GEORGES TRUST".
    """
    spoken = APOSTROPHES.sub("", name.casefold()).replace("&", " and ")
    return ARTICLE.sub("", PUNCTUATION.sub(" ", spoken).strip())
