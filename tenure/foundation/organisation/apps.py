from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "tenure.foundation.organisation"
    label = "organisation"
