"""A scripted shift through the real window on the embedded dialer, for pictures of each state."""
