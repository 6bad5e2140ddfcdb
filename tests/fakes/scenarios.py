"""Two small scenario files: a house, and a service in one region."""

from __future__ import annotations

SMALL = """
title = "A house"
question = "Does it hold?"
[picture]
fps = 24
[machine]
cores = 8
usd_per_hour = 0.4
[people]
arrivals_per_hour = 30
session_minutes = 10
[sources]
"machine.usd_per_hour" = "a list of prices"
people = "a log of November"
"""

SERVICE = """
title = "A service"
question = "How many?"
[machine]
sessions = 6
[service]
registered = 1e6
active_per_month = 1e5
visits_per_month = 4
session_minutes = 5
[[region]]
name = "one"
share = 1.0
"""
