"""Settings from TOML files, checked, and the password's place."""
