from django.apps import AppConfig
from django.urls import register_converter

from partnerships.addresses import PartnershipConverter


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import (  # noqa: PLC0415 -- app ready
            handover,
            jobs,
            my_day,
            needs,
            order,
            order_notes,
            provider,
            recertification,
            reminders,
            renewals,
        )
        from partnerships.services import (  # noqa: PLC0415 -- app ready
            handover_note,
            handovers,
            import_agencies,
            import_appointments,
            import_seats,
            import_undo,
            importing,
            imports,
        )

        register_converter(PartnershipConverter, "partnership")
        for tells in (provider, renewals, order_notes, recertification):
            needs.register(tells.needs)
            reminders.register(tells.reminders)
        order.register(order.own_part())
        for each in (import_agencies, import_seats, import_appointments):
            importing.register(each.IMPORTER)
        jobs.register(jobs.JobKind(imports.JOB, imports.run, imports.finish))
        jobs.register(jobs.JobKind(imports.UNDO_JOB, import_undo.run, import_undo.finish))
        jobs.register(jobs.JobKind(handovers.NOTE, handover_note.make_note, handovers.finish_note))
        my_day.register("Your seats that end soon", my_day.seats_that_end)
        my_day.register("Invitations to you", my_day.invitations_for)
        handover.register()
