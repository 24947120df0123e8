"""The example partnerships: their files read, and loaded through the portal's own services."""
