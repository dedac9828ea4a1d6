"""Whether the installation is well: one function per thing that can be wrong, for a terminal and for a page."""
