from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "tenure.foundation.mail"
    label = "mail"
