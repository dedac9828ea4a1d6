"""The language in which filters and rules are written, such as `arr >= 50000 and (nps < 7 or owner = me)`.

Pure: it knows neither the database nor the clock. `docs/reference/conditions.md` has the grammar.
"""
