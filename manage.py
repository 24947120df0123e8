#!/usr/bin/env python
"""Entry point of management commands."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krscp_portal.settings.base")
    execute_from_command_line(sys.argv)
