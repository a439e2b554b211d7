"""What came of a site's experiments and places: a store in, one frozen `Report` out."""
