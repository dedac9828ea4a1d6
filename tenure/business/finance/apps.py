from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "tenure.business.finance"
    label = "finance"
