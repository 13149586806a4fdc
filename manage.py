#!/usr/bin/env python3
"""Django's command line for the portal. `./portal manage …` runs it with the right Python and services."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
