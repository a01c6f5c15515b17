"""Facts about delivery: projects, milestones, work in progress, objectives and actions."""
