"""The few lines of CSS that a block needs in JupyterLab, in its light and in its dark theme."""

# JupyterLab's own variables, so that blocks follow its light and its dark theme.
NOTEBOOK_CSS = """
.acct{font-family:"Source Sans 3","Source Sans Pro",var(--jp-ui-font-family,sans-serif);color:var(--jp-content-font-color1,#1f2937);
max-width:60rem;line-height:1.45}
.acct h1{margin:.2em 0;font-size:1.8em}.acct-eyebrow{text-transform:uppercase;letter-spacing:.1em;font-size:.8em;color:#0f7b6c;margin:0}
.acct-meta,.acct-note,.acct figcaption,.acct small,.acct-muted{color:var(--jp-content-font-color2,#6b7280)}
.acct-tiles{display:flex;flex-wrap:wrap;gap:.8em;list-style:none;padding:0;margin:.6em 0}
.acct-tiles li{flex:1 1 9em;border:1px solid var(--jp-border-color2,#d9dee5);border-top:3px solid #9aa4b2;padding:.5em .7em;margin:0}
.acct-tiles strong{display:block;font-size:1.6em}.acct-tiles small{display:block}
.acct-tiles .acct-is-good{border-top-color:#0f7b6c}.acct-tiles .acct-is-bad{border-top-color:#c2410c}.acct-tiles .acct-is-watch{border-top-color:#b45309}
.acct table{border-collapse:collapse;font-size:.95em;margin:.5em 0}.acct th,.acct td{border:0;border-bottom:1px solid var(--jp-border-color2,#d9dee5);
padding:.3em .7em;text-align:left;vertical-align:top;white-space:normal}.acct .acct-right{text-align:right;font-variant-numeric:tabular-nums}
.acct-total td{font-weight:600}.acct-row{display:flex;flex-wrap:wrap;gap:1.5em}.acct-row>section{flex:1 1 20em}
.acct figure{margin:.6em 0;background:#fff;padding:.3em}.acct svg{max-width:100%;height:auto}
.acct-state-good{color:#0f7b6c}.acct-state-bad{color:#c2410c}.acct-state-watch{color:#b45309}
"""
