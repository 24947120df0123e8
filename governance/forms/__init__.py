"""Forms of groups, boards and rules: they parse and explain; the services decide."""

from governance.forms.boards import BoardForm, EndForm, ProtocolForm
from governance.forms.groups import AliasForm, GroupForm, QuorumForm
from governance.forms.membership import AgencyForm, EndPlaceForm, PlaceForm
from governance.forms.rules import RULES, RuleKind

__all__ = [
    "RULES",
    "AgencyForm",
    "AliasForm",
    "BoardForm",
    "EndForm",
    "EndPlaceForm",
    "GroupForm",
    "PlaceForm",
    "ProtocolForm",
    "QuorumForm",
    "RuleKind",
]
