"""inhabit: an open, real-time world model, and the engine, server and studio around it."""

__version__ = "0.1.0"
