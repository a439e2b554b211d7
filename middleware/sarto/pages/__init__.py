"""Our own URLs: what is known of a visitor, why pages look so, and their choices."""
