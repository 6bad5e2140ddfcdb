"""The tests: unit/<layer> mirrors src; property, golden, e2e, gpu and house say what else must hold."""
