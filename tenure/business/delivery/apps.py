from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "tenure.business.delivery"
    label = "delivery"
