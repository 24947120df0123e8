from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Add the app's place in the navigation."""
        from partnerships import navigation  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        navigation.add(
            navigation.Entry(50, "Governance", "governance/", Permission.GOVERNANCE_VIEW)
        )
