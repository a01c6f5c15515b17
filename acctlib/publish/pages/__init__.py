"""From an executed notebook to pages: outputs, Markdown, images and DataFrames."""
