from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "tenure.business.billing"
    label = "billing"
