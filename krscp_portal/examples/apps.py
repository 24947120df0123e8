from django.apps import AppConfig


class ExamplesConfig(AppConfig):
    name = "krscp_portal.examples"
    label = "examples"
