"""The few lines of CSS that a block needs in JupyterLab, in its light and in its dark theme."""

# JupyterLab's own variables follow its theme; its rules for plain tables and lists need a stronger word.
NOTEBOOK_CSS = """
.acct{font-family:"Source Sans 3","Source Sans Pro",var(--jp-ui-font-family,sans-serif);color:var(--jp-content-font-color1,#1f2937);max-width:60rem;line-height:1.45}
.acct h1{margin:.2em 0;font-size:1.8em;font-weight:700}
.acct .acct-eyebrow{text-transform:uppercase;letter-spacing:.1em;font-size:.8em;color:var(--acct-good);margin:0}
.acct-meta span{margin-right:1.2em}.acct .acct-demo{color:var(--acct-bad);font-weight:600}
.acct-meta,.acct-note,.acct figcaption,.acct small,.acct-muted,.acct dd{color:var(--jp-content-font-color2,#5b6472)}
.acct ul.acct-tiles{display:flex;flex-wrap:wrap;gap:.8em;list-style:none;padding:0;margin:.6em 0}
.acct ul.acct-tiles li{flex:1 1 9em;border:1px solid var(--jp-border-color2,#d9dee5);border-top:3px solid #9aa4b2;padding:.5em .7em;margin:0;list-style:none}
.acct-tiles strong{display:block;font-size:1.6em}.acct-tiles small{display:block}.acct-tiles br{display:none}
.acct ul.acct-tiles li.acct-is-good{border-top-color:var(--acct-good)}
.acct ul.acct-tiles li.acct-is-bad{border-top-color:var(--acct-bad)}
.acct ul.acct-tiles li.acct-is-watch{border-top-color:var(--acct-watch)}
.acct table{border-collapse:collapse;font-size:.95em;margin:.5em 0}
.acct table tbody tr:nth-child(n){background:transparent}
.acct table th,.acct table td{border:0;border-bottom:1px solid var(--jp-border-color2,#d9dee5);padding:.3em .7em;vertical-align:top;white-space:normal;max-width:none}
.acct table .acct-left{text-align:left}.acct table .acct-right{text-align:right;font-variant-numeric:tabular-nums}
.acct table .acct-strong,.acct table .acct-total td{font-weight:600}
.acct-row{display:flex;flex-wrap:wrap;gap:1.5em}.acct-row>section{flex:1 1 20em}
.acct figure{margin:.6em 0}.acct figure img{max-width:100%;height:auto}
.acct .acct-typed{border-left:3px solid var(--acct-watch);padding-left:.8em}
.acct{--acct-good:#0f7b6c;--acct-bad:#c2410c;--acct-watch:#a8480a}
[data-jp-theme-light="false"] .acct{--acct-good:#3fc1ae;--acct-bad:#ff8a5c;--acct-watch:#f2b15a}
.acct .acct-state-good{color:var(--acct-good)}.acct .acct-state-bad{color:var(--acct-bad)}.acct .acct-state-watch{color:var(--acct-watch)}
"""
