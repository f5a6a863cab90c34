"""Compile every kernel once for this machine: `python -m graph.kernels`."""

import pkgutil
import sys
from importlib import import_module
from time import perf_counter

from graph import kernels


def main() -> None:
    """A line on standard error for each module that has kernels to warm, with the seconds that it took."""
    kernels.Announcement.said = True
    for module in pkgutil.iter_modules(kernels.__path__, f"{kernels.__name__}."):
        warm = getattr(import_module(module.name), "warm", None) if not module.name.endswith("__main__") else None
        if warm:
            print(f"{module.name} ...", end=" ", file=sys.stderr, flush=True)
            begun = perf_counter()
            warm()
            print(f"{perf_counter() - begun:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
