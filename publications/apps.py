from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"

    def ready(self) -> None:
        """Say what this app adds to the navigation, the home page and the background work."""
        from partnerships import jobs, navigation, needs, reminders  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready
        from partnerships.selectors import show_facts_of  # noqa: PLC0415 -- app ready
        from publications import selectors  # noqa: PLC0415 -- app ready
        from publications.services import rendering, versions  # noqa: PLC0415 -- app ready

        navigation.add(navigation.Entry(40, "Arrangements", "documents/", Permission.DOCUMENT_VIEW))
        needs.register(selectors.ready_to_publish)
        needs.register(selectors.pages_to_confirm)
        reminders.register(selectors.reminders_of_pages)
        jobs.register(jobs.JobKind(versions.RENDER, rendering.make_pdf, versions.finish_rendering))
        show_facts_of("publications")
