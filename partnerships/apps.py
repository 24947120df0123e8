from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import needs, provider  # noqa: PLC0415 -- app ready

        needs.register(provider.needs)
