"""What all drawings share: style, fonts, and figures as vector drawings."""
