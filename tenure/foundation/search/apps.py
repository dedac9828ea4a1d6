from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "tenure.foundation.search"
    label = "search"
