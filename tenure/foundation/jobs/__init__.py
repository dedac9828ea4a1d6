"""Work outside pages: queued, leased, tried again, scheduled. Declare with `declaring`, ask for with `queue`."""
