"""From an executed notebook to the files that are sent: pieces, then Typst, PDF and HTML.

- **piece**: one thing on the page, as a block payload, with the cell that it came from.
- **pages**: the head and all pieces of one notebook; every format is drawn from it.
- **look**: what decides how a piece is drawn. It lies in `templates/`, not here.
"""
