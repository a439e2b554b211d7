"""What fits: pure functions from a visit and rules to decisions; time is a fact."""
