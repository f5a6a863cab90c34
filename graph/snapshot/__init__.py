"""A store's layers as immutable arrays of one revision: built, filed, mapped, refreshed."""
