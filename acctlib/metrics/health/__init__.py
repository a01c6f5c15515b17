"""Account health, and whether its warnings preceded losses."""
