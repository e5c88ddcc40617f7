"""The dialer in a box: a pure World, an asyncio server around it, and scenarios. Shares the protocol floor only."""
