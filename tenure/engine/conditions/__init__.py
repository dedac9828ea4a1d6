"""The language in which filters and rules are written, such as `arr >= 50000 and (nps < 7 or owner = me)`.

`reading.read` makes a condition of a text, `checking.check` holds it against the fields there are, `writing.write`
gives the text back. `deciding.decide` answers for one row, `explaining.explain` says why, `compiling.compile_condition`
makes an expression for any engine, and `deciding_many.decide_many` asks hundreds of them in one pass; all four agree on
true, false and unknown. Pure: it knows neither the database nor the clock. `docs/reference/conditions.md` has the
grammar.
"""
