"""The asyncio shell around the desk: the only owner of the socket."""
