"""A house of sessions, simulated: person by person on SimPy, or in cohorts where it is large.

`scenario` says what is simulated, `replay` plays it person by person, `cohorts` many people at a time,
`results` what comes out, and `fleet` carries a whole service over a day in several regions. Where a formula
of `inhabit.plan` knows the answer, the tests hold the simulation to it.
"""
