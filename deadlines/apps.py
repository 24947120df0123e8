from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "deadlines"

    def ready(self) -> None:
        """Add this app's place to the menu, its part to a person's pages and to handovers."""
        from deadlines import handover  # noqa: PLC0415 -- app ready
        from deadlines.selectors.lists import (  # noqa: PLC0415 -- app ready
            deadlines_of,
            needs_on_deadlines,
        )
        from partnerships import my_day, navigation, needs  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        entry = navigation.Entry(30, "Deadlines", "deadlines/", Permission.DEADLINE_VIEW)
        navigation.add(entry)
        needs.register(needs_on_deadlines)
        my_day.register("Deadlines that are yours", deadlines_of)
        handover.register()
