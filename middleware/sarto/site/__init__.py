"""The site as compiled: rules, fragments, read-sets, version; reload swaps it whole."""
