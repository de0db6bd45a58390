"""The entry point of the command line, which says what to install where its libraries are missing."""

import sys

from recognition.errors import MissingExtraError


def main() -> int:
    """Run the command line and give its exit code."""
    try:
        from recognition.cli import run  # noqa: PLC0415 - it is missing where the extra is
    except MissingExtraError as error:
        print(error, file=sys.stderr)  # noqa: T201 - there is no other way to say it
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
