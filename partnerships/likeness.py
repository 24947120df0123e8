"""When two names are one name: what is left of a name when spelling is set aside."""

import re

APOSTROPHES = "'\u2018\u2019`\u00b4"
PUNCTUATION = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"^the ")
NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
UNSURE = frozenset({"and", "the"})  # a name may stand without them


def plain(name: str) -> str:
    """Return the name without case, punctuation, a leading "the", and with "&" as "and".

    Two bodies whose names come out alike are taken for one: "The St. George's Trust" and
    "ST GEORGES TRUST".
    """
    spoken = name.casefold().translate(NO_APOSTROPHES).replace("&", " and ")
    return ARTICLE.sub("", PUNCTUATION.sub(" ", spoken).strip())


def longest_word(plain_name: str) -> str:
    """Return the longest word of a plain name, which every name like it has too; "" for none."""
    words = [each for each in plain_name.split() if each not in UNSURE]
    return max(words, key=len, default="")
