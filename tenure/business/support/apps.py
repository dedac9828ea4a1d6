from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "tenure.business.support"
    label = "support"
