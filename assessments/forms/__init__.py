"""Forms built from the catalogue: what a person typed becomes answers, and never gets lost."""
