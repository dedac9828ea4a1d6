from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "tenure.interfaces.ingest"
    label = "ingest"
