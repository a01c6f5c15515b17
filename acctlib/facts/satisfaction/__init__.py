"""Facts about satisfaction: scores, respondents and relationships."""
