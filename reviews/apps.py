from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        """Tell the lower apps what a case is, where it stands in the menu, and what needs whom."""
        from deadlines import subjects  # noqa: PLC0415 -- app ready
        from governance import recommended_from  # noqa: PLC0415 -- app ready
        from partnerships import navigation, needs, reminders  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready
        from reviews import handover, review_subject, selectors, subject  # noqa: PLC0415 -- app ready
        from reviews.selectors import answers, origins, report_needs, requests, review_needs  # noqa: PLC0415 -- app ready

        subjects.register(subject.SUBJECT_KIND)
        subjects.register(review_subject.REVIEW_SUBJECT)
        navigation.add(navigation.Entry(20, "On the clock", "clock/", Permission.CASE_LOG))
        navigation.add(navigation.Entry(22, "Reviews", "reviews/", Permission.CASE_VIEW))
        for provide in (
            selectors.needs_on_cases,
            requests.needs_on_requests,
            answers.needs_of_contacts,
            report_needs.needs_on_reports,
            review_needs.needs_on_reviews,
        ):
            needs.register(provide)
        reminders.register(requests.reminders)
        for origin in origins.ORIGINS:
            recommended_from.register(origin)
        handover.register()
        self._work()

    def _work(self) -> None:
        """Say what is made in the background: reports and case files, and the copies that are sent."""
        from partnerships import jobs  # noqa: PLC0415 -- app ready
        from reviews.selectors import panel_invitations  # noqa: PLC0415 -- app ready
        from reviews.services import (  # noqa: PLC0415 -- app ready
            case_files,
            chronology_copies,
            dispatches,
            outgoing,
            outgoing_files,
            panel_telling,
            public_files,
            report_files,
        )

        for job in (
            (report_files.PDF, report_files.make_pdf, report_files.finish_pdf),
            (public_files.PDF, public_files.make_pdf, public_files.finish_pdf),
            (dispatches.COPY, report_files.make_copy, dispatches.finish_copy),
            (outgoing.COPY, outgoing_files.make_letter, outgoing.finish_letter),
            (panel_invitations.MAIL, panel_telling.carry_mail, panel_telling.finish_mail),
        ):
            jobs.register(jobs.JobKind(*job))
        for made in (*case_files.JOBS, *chronology_copies.JOBS):
            jobs.register(made)
