"""What the words mean: facts, the conditions one may put on them, and the ports."""
