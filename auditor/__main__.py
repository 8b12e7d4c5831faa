"""``python -m auditor``."""

from auditor.apps.cli import main

if __name__ == "__main__":
    main()
