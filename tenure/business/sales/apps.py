from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "tenure.business.sales"
    label = "sales"
