from django.apps import AppConfig

PAGES = (
    *("boards/", "meetings/", "agenda/", "decisions/", "actions/", "workplans/", "priorities/"),
    *("letters/", "risks/", "absences/", "recommendations/"),
)


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Say to the apps below what this one has: pages, what falls due, background work."""
        self._show()
        self._tell()
        self._work()

    def _show(self) -> None:
        """Say which pages there are, what the audit shows, and what an agency's page is told."""
        from governance import order_rules, provider  # noqa: PLC0415 -- app ready
        from governance.selectors import group_names  # noqa: PLC0415 -- app ready
        from governance.selectors.order import group_record  # noqa: PLC0415 -- app ready
        from partnerships import group_names as groups  # noqa: PLC0415 -- app ready
        from partnerships import navigation, order, selectors  # noqa: PLC0415 -- app ready
        from partnerships.agency_facts import register as register_facts  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        may = Permission.GOVERNANCE_VIEW
        navigation.add(navigation.Entry(50, "Governance", "governance/", may, also=PAGES))
        selectors.show_facts_of("governance")
        groups.register(group_names)
        register_facts(provider.agency_facts)
        order.register(order.Part(order_rules.CHECKS, group_record))

    def _tell(self) -> None:
        """Say what needs somebody, what falls due, what has a clock, what a leaver holds."""
        from deadlines import subjects  # noqa: PLC0415 -- app ready
        from governance import handover, provider, terms_provider  # noqa: PLC0415 -- app ready
        from governance.selectors import absences, acting, papers_due  # noqa: PLC0415 -- app ready
        from governance.selectors import recommending as advice  # noqa: PLC0415 -- app ready
        from governance.selectors.actions import needs_on_actions  # noqa: PLC0415 -- app ready
        from governance.selectors.answering import needs_of_answers  # noqa: PLC0415 -- app ready
        from governance.selectors.minutes_needs import needs_of_minutes  # noqa: PLC0415 -- app ready
        from partnerships import needs, reminders  # noqa: PLC0415 -- app ready

        for kind in acting.SUBJECT_KINDS:
            subjects.register(kind)
        for provide in (
            *(provider.needs, terms_provider.needs, provider.plan_needs),
            *(needs_on_actions, absences.needs, needs_of_answers, needs_of_minutes),
            advice.needs_on_recommendations,
        ):
            needs.register(provide)
        for remind in (
            *(provider.reminders, terms_provider.reminders, provider.plan_reminders),
            *(papers_due.reminders, advice.reminders_on_recommendations),
        ):
            reminders.register(remind)
        handover.register()

    def _work(self) -> None:
        """Say what is made in the background: packs and the printed minutes."""
        from governance.selectors import meeting_packs as kinds  # noqa: PLC0415 -- app ready
        from governance.selectors import public_minutes, review_pack  # noqa: PLC0415 -- app ready
        from governance.services import meeting_packs, minutes_files, minutes_public  # noqa: PLC0415 -- app ready
        from governance.services import review_pack as packs  # noqa: PLC0415 -- app ready
        from partnerships import jobs  # noqa: PLC0415 -- app ready

        for job in (
            (review_pack.PACK, packs.make_pack, packs.finish_pack),
            (kinds.PACK, meeting_packs.make_pack, meeting_packs.finish_pack),
            (public_minutes.PUBLIC_COPY, minutes_public.make_copy, minutes_public.finish_copy),
            (public_minutes.PDF, minutes_files.make_pdf, minutes_files.finish_pdf),
            (public_minutes.FULL_PDF, minutes_files.make_full_pdf, minutes_files.finish_pdf),
        ):
            jobs.register(jobs.JobKind(*job))
