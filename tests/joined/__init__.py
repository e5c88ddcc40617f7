"""The panel's desk and the emulator's world joined in memory: where one misunderstands the other, it shows."""
