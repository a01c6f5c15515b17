"""Account health, and whether its warnings came before a loss."""
