"""Metrics: a population, over a time, measured. Declared once in the room that answers for it, the same everywhere.

Pure: it knows neither Django nor the clock.
"""
