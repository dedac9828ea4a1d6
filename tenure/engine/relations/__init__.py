"""Populations: one row per thing that is counted, declared once in its room and referred to by key.

Pure: it knows neither Django nor the clock. Everything is an Ibis expression over the tables of versions.
"""
