from django.apps import AppConfig


class MarketingConfig(AppConfig):
    name = "tenure.business.marketing"
    label = "marketing"
