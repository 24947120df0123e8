"""The whole directory by name, for whoever looks up many names at once."""

from collections import defaultdict

from partnerships.likeness import plain
from partnerships.models import Organisation, OrganisationAlias


class Bodies:
    """Every body of the shared directory, found by its names; two queries, none for a name."""

    def __init__(self) -> None:
        self.known: dict[int, Organisation] = {}
        self.by_name: defaultdict[str, list[int]] = defaultdict(list)
        self.by_other_name: defaultdict[str, dict[int, str]] = defaultdict(dict)
        for body in Organisation.objects.select_related("succeeded_by").order_by("pk"):
            self.add(body)
        for alias in OrganisationAlias.objects.order_by("pk"):
            self.by_other_name[plain(alias.name)].setdefault(alias.organisation_id, alias.name)

    def add(self, body: Organisation) -> None:
        """Let a body be found that is new to the directory."""
        self.known[body.pk] = body
        self.by_name[plain(body.name)].append(body.pk)

    def called(self, name: str) -> list[tuple[Organisation, str]]:
        """Return the bodies of this name, with that name; without any, those also known by it.

        Spelling is set aside, as `selectors.directory.named` sets it aside.
        """
        spelled = plain(name)
        found = [self.known[pk] for pk in self.by_name.get(spelled, ())]
        if found:
            return [(body, body.name) for body in found]
        others = self.by_other_name.get(spelled, {})
        return [(self.known[pk], other) for pk, other in others.items()]
