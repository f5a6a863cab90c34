"""The core of Trilateral: claims, store, snapshot, paths and influence. It knows no file formats, no HTTP, no HTML."""
