"""A firm's look: colours, paper and fonts."""
