from django.apps import AppConfig
from django.urls import register_converter

from partnerships.addresses import PartnershipConverter


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        from partnerships import needs, order, provider, reminders, renewals  # noqa: PLC0415 -- app ready

        register_converter(PartnershipConverter, "partnership")
        needs.register(provider.needs)
        needs.register(renewals.needs)
        reminders.register(renewals.reminders)
        order.register(order.own_part())
