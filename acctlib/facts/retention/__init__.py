"""Facts about retention: who stayed, recurring fees kept, renewals and tenure."""
