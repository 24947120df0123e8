"""Words of help that several forms about cases share."""

from typing import Final

POST_HELP: Final = "A post, such as Director of children’s services. No person’s name."
NO_NAMES: Final = "No names of children, families or staff."
