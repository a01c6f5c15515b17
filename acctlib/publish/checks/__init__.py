"""Every finished file is checked: opened again, accounted for, and searched for what its reader must not have."""
