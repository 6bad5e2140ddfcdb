"""Recipes: functions that return full configurations, one file per model size."""
