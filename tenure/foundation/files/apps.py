from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tenure.foundation.files"
    label = "files"
