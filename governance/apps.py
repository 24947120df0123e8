from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Say to the apps below what this one has: pages, audit facts, groups, what falls due."""
        from deadlines import subjects  # noqa: PLC0415 -- app ready
        from governance import handover, order_rules, provider, terms_provider  # noqa: PLC0415 -- app ready
        from governance.selectors import (  # noqa: PLC0415 -- app ready
            absences,
            acting,
            group_names,
            public_minutes,
        )
        from governance.selectors import review_pack as packs  # noqa: PLC0415 -- app ready
        from governance.selectors.actions import needs_on_actions  # noqa: PLC0415 -- app ready
        from governance.selectors.answering import needs_of_answers  # noqa: PLC0415 -- app ready
        from governance.selectors.meeting_packs import PACK  # noqa: PLC0415 -- app ready
        from governance.selectors.order import group_record  # noqa: PLC0415 -- app ready
        from governance.services import meeting_packs, minutes_files, minutes_public, review_pack  # noqa: PLC0415 -- app ready
        from partnerships import group_names as groups  # noqa: PLC0415 -- app ready
        from partnerships import jobs, navigation, needs, order, reminders, selectors  # noqa: PLC0415 -- app ready
        from partnerships.agency_facts import register as register_facts  # noqa: PLC0415 -- app ready
        from partnerships.roles import Permission  # noqa: PLC0415 -- app ready

        navigation.add(
            navigation.Entry(
                50,
                "Governance",
                "governance/",
                Permission.GOVERNANCE_VIEW,
                also=(
                    "boards/",
                    "meetings/",
                    "agenda/",
                    "decisions/",
                    "actions/",
                    "workplans/",
                    "priorities/",
                    "letters/",
                    "risks/",
                    "absences/",
                ),
            )
        )
        selectors.show_facts_of("governance")
        groups.register(group_names)
        for kind in acting.SUBJECT_KINDS:
            subjects.register(kind)
        for provide in (
            provider.needs,
            terms_provider.needs,
            provider.plan_needs,
            needs_on_actions,
            absences.needs,
            needs_of_answers,
        ):
            needs.register(provide)
        for remind in (provider.reminders, terms_provider.reminders, provider.plan_reminders):
            reminders.register(remind)
        handover.register()
        register_facts(provider.agency_facts)
        for job in (
            (packs.PACK, review_pack.make_pack, review_pack.finish_pack),
            (PACK, meeting_packs.make_pack, meeting_packs.finish_pack),
            (public_minutes.PUBLIC_COPY, minutes_public.make_copy, minutes_public.finish_copy),
            (public_minutes.PDF, minutes_files.make_pdf, minutes_files.finish_pdf),
            (public_minutes.FULL_PDF, minutes_files.make_full_pdf, minutes_files.finish_pdf),
        ):
            jobs.register(jobs.JobKind(*job))
        order.register(order.Part(order_rules.CHECKS, group_record))
