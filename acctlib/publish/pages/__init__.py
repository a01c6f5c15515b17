"""From an executed notebook to pages: its outputs, Markdown, images and frames."""
