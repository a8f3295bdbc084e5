"""Charts: one spec, drawn as SVG and told as a table."""
