"""Check every finished file: reopen it, trace its texts, and search it for what its reader must not see."""
