"""Two folders that change places in one step, where the system has such a step."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

_HERE: Final = -100
"""What Linux calls the working folder where it wants an open one (``AT_FDCWD``)."""
_EXCHANGE: Final = 2
"""``RENAME_EXCHANGE`` of Linux, and ``RENAME_SWAP`` of macOS."""
_CANNOT: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What is said where the kernel or the file system has no such step."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places, so that there is no moment in which one of the two names has none.

    Python has no call for that, so the C library is asked: ``renameat2`` of Linux, ``renamex_np`` of macOS.

    Returns:
        Whether it was done; it is not where the system, or the file system, cannot.

    Raises:
        OSError: if the system can, and did not.
    """
    call = _call()
    if call is None:
        return False
    failed = call(os.fsencode(one), os.fsencode(other))
    if failed in _CANNOT:
        return False
    if failed:
        raise OSError(failed, os.strerror(failed), str(other))
    return True


def _call() -> Callable[[bytes, bytes], int] | None:
    """Give what exchanges two paths and gives the number of the error, or nothing where the C library has no such."""
    name = {"linux": "renameat2", "darwin": "renamex_np"}.get(sys.platform)
    if name is None:
        return None
    try:
        import ctypes  # noqa: PLC0415 - only folders need it

        function = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (ImportError, OSError, AttributeError):
        return None
    path, number = ctypes.c_char_p, ctypes.c_int
    linux = name == "renameat2"
    function.argtypes = (number, path, number, path, ctypes.c_uint) if linux else (path, path, ctypes.c_uint)
    function.restype = number

    def call(one: bytes, other: bytes) -> int:
        done = function(_HERE, one, _HERE, other, _EXCHANGE) if linux else function(one, other, _EXCHANGE)
        return 0 if done == 0 else ctypes.get_errno()

    return call
