"""Who else may see it: what was read becomes headers that every cache understands."""
