from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Add the app's place in the navigation, its facts to the audit page, its groups to roles."""
        from governance.selectors import group_names  # noqa: PLC0415 -- app ready
        from partnerships import group_names as groups  # noqa: PLC0415 -- app ready
        from partnerships import navigation, selectors  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        navigation.add(
            navigation.Entry(50, "Governance", "governance/", Permission.GOVERNANCE_VIEW)
        )
        selectors.show_facts_of("governance")
        groups.register(group_names)
