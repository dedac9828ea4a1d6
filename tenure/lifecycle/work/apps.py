from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "tenure.lifecycle.work"
    label = "work"
