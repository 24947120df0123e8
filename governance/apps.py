from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Add the app's place in the navigation, and its facts to the audit page."""
        from partnerships import navigation, selectors  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        navigation.add(
            navigation.Entry(50, "Governance", "governance/", Permission.GOVERNANCE_VIEW)
        )
        selectors.show_facts_of("governance")
