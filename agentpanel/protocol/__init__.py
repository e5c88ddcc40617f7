"""SDMP, the dialer's text protocol: bytes to typed messages and back, for either side, without I/O."""
