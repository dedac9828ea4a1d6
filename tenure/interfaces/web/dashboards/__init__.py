"""Dashboards: the shipped ones, made for those who decide by them, and the ones that people arrange themselves."""
