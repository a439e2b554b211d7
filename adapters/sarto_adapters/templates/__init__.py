"""Tags for template engines: the slots, and the layouts, of a site's own templates."""
