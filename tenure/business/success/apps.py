from django.apps import AppConfig


class SuccessConfig(AppConfig):
    name = "tenure.business.success"
    label = "success"
