from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "tenure.foundation.records"
    label = "records"

    def ready(self) -> None:
        from tenure.foundation.records.versions.install import after_migrate, before_migrate

        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="tenure-drop-triggers")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="tenure-make-triggers")
