from django.apps import AppConfig
from django.urls import register_converter

from partnerships.addresses import PartnershipConverter


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import (  # noqa: PLC0415 -- app ready
            needs,
            order,
            provider,
            reminders,
            renewals,
        )

        register_converter(PartnershipConverter, "partnership")
        needs.register(provider.needs)
        needs.register(renewals.needs)
        reminders.register(provider.reminders)
        reminders.register(renewals.reminders)
        order.register(order.own_part())
