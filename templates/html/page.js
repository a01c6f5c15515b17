"use strict";
// Tables can be sorted by the values of their cells; a total stays last, what is missing as well.
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
const valueOf = (cell) => {
  const raw = cell.dataset.v ?? cell.textContent.trim();
  return cell.dataset.v !== undefined && !isNaN(raw) ? Number(raw) : raw;
};
const compared = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
const sortedBy = (rows, column, way) => {
  const missing = (row) => row.cells[column].dataset.v === undefined && rows.some((other) => other.cells[column].dataset.v !== undefined);
  const known = rows.filter((row) => !missing(row));
  known.sort((a, b) => way * compared(valueOf(a.cells[column]), valueOf(b.cells[column])));
  return [...known, ...rows.filter(missing)];
};
for (const table of document.querySelectorAll("main table")) {
  const body = table.tBodies[0];
  const rows = body ? [...body.rows].filter((row) => !row.classList.contains("acct-total")) : [];
  if (!table.tHead || rows.length < 3) continue;
  const totals = [...body.rows].filter((row) => row.classList.contains("acct-total"));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      if (next) head.setAttribute("aria-sort", next);
      body.append(...(next ? sortedBy(rows, column, next === "ascending" ? 1 : -1) : rows), ...totals);
    });
  });
}
// A table that is wider than the screen can be scrolled with the keyboard.
const watch = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
document.querySelectorAll(".acct-table, pre, .acct-chart > [role=img]").forEach((box) => watch.observe(box));
// A number's definition shows while the keyboard is on it; a click and Escape need no script.
for (const button of document.querySelectorAll("[popovertarget]")) {
  const meaning = document.getElementById(button.getAttribute("popovertarget"));
  button.addEventListener("focus", () => {
    if (button.matches(":focus-visible")) meaning.showPopover({ source: button });
  });
  button.addEventListener("blur", () => meaning.hidePopover());
}
