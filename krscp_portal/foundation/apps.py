from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "krscp_portal.foundation"
    label = "foundation"

    def ready(self) -> None:
        from krscp_portal.foundation import checks  # noqa: F401, PLC0415 -- app ready
        from krscp_portal.foundation.grants import grant_application_role  # noqa: PLC0415 -- app ready

        post_migrate.connect(grant_application_role, sender=self)
