"""A page as the tree that browsers make of it, for those who judge it."""
