// Tables sort by a click (or Enter) on a column's name; a third click brings the report's own order back.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const order = new Intl.Collator(undefined, { numeric: true });
  for (const head of table.tHead.rows[0].cells) {
    head.querySelector("button").addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.ariaSort || "none"];
      for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", next);
      const text = (row) => row.cells[head.cellIndex].textContent.trim();
      const sorted = [...original].sort((a, b) => order.compare(text(a), text(b)));
      if (next === "descending") sorted.reverse();
      body.append(...(next === "none" ? original : sorted));
    });
  }
}
