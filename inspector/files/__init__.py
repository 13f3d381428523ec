"""What lies on disk, as records: headers only, read only, bounded."""
