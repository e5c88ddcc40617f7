"""The keyrings of different systems: which may keep a password, and what people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

NO_KEYRING: Final = "this computer has no keyring that can be used"
_PLACES: Final = {
    "keyring.backends.SecretService": "the desktop's keyring (Secret Service)",
    "keyring.backends.libsecret": "the desktop's keyring (libsecret)",
    "keyring.backends.kwallet": "the desktop's keyring (KWallet)",
    "keyring.backends.Windows": "the Windows credential store",
    "keyring.backends.macOS": "the macOS keychain",
}


def chosen_backend() -> KeyringBackend:
    """Keyring's own choice. The first call takes some 0.2 s and asks other programs: never on the event loop."""
    import keyring  # noqa: PLC0415 - the import alone takes 84 ms

    return keyring.get_keyring()


def keeps_nothing(backend: KeyringBackend) -> bool:
    """Keyring found no way to keep anything, or was switched off."""
    return all(_is_void(part) for part in _parts(backend))


def writable(backend: KeyringBackend) -> KeyringBackend | None:
    """The first part that keeps a password, and not in plain text."""
    return next((part for part in _parts(backend) if not _is_void(part) and not _is_plaintext(part)), None)


def refusal(backend: KeyringBackend) -> str:
    """Why nothing is written to a backend without a writable part."""
    plain = next((part for part in _parts(backend) if _is_plaintext(part)), None)
    return NO_KEYRING if plain is None else f"{place(plain)} would keep the password in plain text"


def place(backend: KeyringBackend) -> str:
    """What people call the place; of a chain the first."""
    first = next(iter(_parts(backend)), backend)
    return _PLACES.get(type(first).__module__, first.name)


def failure(error: Exception) -> str:
    """A backend's exception in a sentence. By name, since keyring itself may be what cannot be imported."""
    if type(error).__name__ == "NoKeyringError":
        return NO_KEYRING
    words = next(iter(str(error).splitlines()), "") or type(error).__name__
    return f"the keyring failed: {words.rstrip('.')}"


def _parts(backend: KeyringBackend) -> list[KeyringBackend]:
    """The backends that a chain joins, else the one itself."""
    return list(getattr(backend, "backends", [backend]))


def _is_void(backend: KeyringBackend) -> bool:
    return type(backend).__module__ in ("keyring.backends.fail", "keyring.backends.null")


def _is_plaintext(backend: KeyringBackend) -> bool:
    return any("plaintext" in base.__name__.casefold() for base in type(backend).__mro__)
