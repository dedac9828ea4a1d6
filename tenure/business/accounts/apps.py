from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tenure.business.accounts"
    label = "accounts"
