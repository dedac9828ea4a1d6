"""What must not harm an installation: a full disk, a killed program."""
