from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tenure.foundation.jobs"
    label = "jobs"
