"""The agent's desk: state, intents and the site's rules; pure, without I/O, clock or Qt."""
