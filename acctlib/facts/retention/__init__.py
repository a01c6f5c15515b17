"""Facts about retention: clients and recurring fees retained, renewals and tenure."""
