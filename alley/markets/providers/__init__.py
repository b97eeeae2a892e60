"""Where prices come from: one file a provider, each with its own terms and labels."""
