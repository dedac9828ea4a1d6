"""Looking an installation over: one function per thing that can be wrong."""
