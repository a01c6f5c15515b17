"""From an executed notebook to the files that are sent: pieces, then Typst, PDF and HTML.

- **piece**: one item on the page, as a block payload, with the cell that produced it.
- **pages**: the document's head and all pieces of a notebook; every format is rendered from these.
- **request** and **plan**: what is requested, and the reports that result, each with its inputs.
- **job** and **outcome**: one report before and after its process.
- **proof**: a finished file, reopened and compared with the contents of its notebook.
- **look**: what determines how a piece is drawn; it is defined in `templates/`, not here.
"""
