from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"

    def ready(self) -> None:
        """Add this app's place to the menu and its part to the home page."""
        from deadlines.selectors.lists import needs_on_deadlines  # noqa: PLC0415 -- app ready
        from partnerships import navigation, needs  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        entry = navigation.Entry(30, "Deadlines", "deadlines/", Permission.DEADLINE_VIEW)
        navigation.add(entry)
        needs.register(needs_on_deadlines)
