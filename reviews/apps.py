from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        """Tell the lower apps what a case is, where it stands in the menu, and what needs whom."""
        from deadlines import subjects  # noqa: PLC0415 -- app ready
        from partnerships import navigation, needs  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready
        from reviews import handover, selectors, subject  # noqa: PLC0415 -- app ready

        subjects.register(subject.SUBJECT_KIND)
        navigation.add(navigation.Entry(20, "On the clock", "clock/", Permission.CASE_LOG))
        needs.register(selectors.needs_on_cases)
        handover.register()
