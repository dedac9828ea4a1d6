from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tenure.interfaces.web"
    label = "web"
