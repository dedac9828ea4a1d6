from django.apps import AppConfig


class LakeConfig(AppConfig):
    name = "tenure.engine.lake"
    label = "lake"
