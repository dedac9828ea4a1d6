from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "tenure.foundation.access"
    label = "access"
