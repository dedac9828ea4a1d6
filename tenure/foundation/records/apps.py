from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tenure.foundation.records"
    label = "records"
