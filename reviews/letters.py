"""What is written to an agency: the letter, the e-mails that carry its link, the requirement.

The rule: an e-mail names the review by its reference alone, asks for an answer by a day and leads
to the secret address; nothing of a case stands in it. The letter is read behind that address, and
the partnership may change its words before it is sent.

Authority: Children Act 2004 s.16H (partners may require a person or body to supply information
for the review of a case; the wording of the section was not re-read, so the letter quotes none of
it). That no detail goes by e-mail is a rule of the portal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

BETWEEN_LINES: Final = "\n\n"
LETTER: Final = (
    (
        "The safeguarding partners are holding {what} about {reference}. Please look through your"
        " records and tell us what your agency knew and did."
    ),
    (
        "Say first whether your agency was involved with the child or the family. If it was, sum up"
        " its part in a few sentences and say what it has learned and changed already. Add each"
        " contact or decision that matters to the chronology."
    ),
    (
        "Write about people by what they are to the child, never by name. The business unit will tell"
        " you by telephone whom this is about."
    ),
    "A senior post in your agency must agree the answer before it is handed in.",
)
REPORT: Final = (
    (
        "The safeguarding partners are holding {what}, {reference}, and ask your agency for a report"
        " of its own: what it knew, what it did or left undone, and why that made sense to people"
        " at the time. The review looks for learning and blames nobody."
    ),
    (
        "Say first whether your agency was involved with the child or the family. If it was, sum up"
        " its part here and what it has learned and changed already. Add your report as a file, and"
        " each contact or decision that matters to the chronology."
    ),
    *LETTER[2:],
)
REQUIREMENT: Final = (
    (
        "The safeguarding partners require your agency to supply the information asked for about"
        " {reference}, under section 16H of the Children Act 2004, because they need it for {what}."
    ),
    (
        "Please hand your answer in by {due}. If your agency cannot comply, say so in writing, with"
        " the reason and the post that decided it."
    ),
)
_ASKED: Final = "{partnership} asks {agency} for an answer about {reference} by {due}."
_CHASED: Final = (
    "{partnership} still waits for the answer of {agency} about {reference}. It {was} due on {due}."
)
_RENEWED: Final = (
    "This is a new link to the request about {reference}, due on {due}. It replaces the link of"
    " any earlier e-mail."
)
_SENT_BACK: Final = (
    "{partnership} has read the answer of {agency} about {reference} and asks for more by {due}."
    " What is missing is said behind the link."
)
_REQUIRED: Final = (
    "{partnership} requires {agency} to answer the request about {reference} by {due}. The"
    " requirement can be read behind the link."
)
FOOT: Final = (
    "The link is for your agency alone and needs no account. Do not pass this e-mail on. For"
    " safety it carries no detail."
)


@dataclass(frozen=True)
class About:
    """What every letter and e-mail may name."""

    partnership: str
    agency: str
    reference: str
    what: str  # "a rapid review"
    due_on: date


def letter(*, reference: str, what: str) -> str:
    """Return the letter that a partnership starts from."""
    return BETWEEN_LINES.join(LETTER).format(reference=reference, what=what)


def report_letter(*, reference: str, what: str, questions: Sequence[str]) -> str:
    """Return the letter that asks for an agency's report, with the questions of the review."""
    first, *others = (part.format(reference=reference, what=what) for part in REPORT)
    asked = [f"{number}. {question}" for number, question in enumerate(questions, 1)]
    listed = ["\n".join(("The review asks:", *asked))] if asked else []
    return BETWEEN_LINES.join((first, *listed, *others))


def requirement(about: About) -> str:
    """Return the text of a requirement under section 16H."""
    return _filled(BETWEEN_LINES.join(REQUIREMENT), about)


def asked(about: About) -> str:
    """Return the e-mail that asks for the first time."""
    return _mail(_ASKED, about)


def chased(about: About, *, on: date) -> str:
    """Return a chaser; it says whether the day has gone by."""
    words = _CHASED.replace("{was}", "was" if about.due_on < on else "is")
    return _mail(words, about)


def renewed(about: About) -> str:
    """Return the e-mail with a new link."""
    return _mail(_RENEWED, about)


def sent_back(about: About) -> str:
    """Return the e-mail that asks for more."""
    return _mail(_SENT_BACK, about)


def required(about: About) -> str:
    """Return the e-mail that tells of a requirement."""
    return _mail(_REQUIRED, about)


def _mail(words: str, about: About) -> str:
    return BETWEEN_LINES.join((_filled(words, about), FOOT))


def _filled(words: str, about: About) -> str:
    return words.format(
        partnership=about.partnership,
        agency=about.agency,
        reference=about.reference,
        what=about.what,
        due=f"{about.due_on.day} {about.due_on:%B %Y}",
    )
