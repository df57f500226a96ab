// A week is painted over with mouse, finger or keyboard. What is painted stands in the fields of the form, which can be
// chosen one by one without this script.
const table = document.getElementById("week");
const brush = document.getElementById("brush");
const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].filter((cell) => cell.tagName === "TD"));
const place = new Map(rows.flatMap((row, y) => row.map((cell, x) => [cell, { x, y }])));
const field = (cell) => cell.querySelector("select");
const chosen = () => brush.querySelector(":checked").value;

function paint(cell, level) {
  const select = field(cell);
  select.value = level;
  cell.dataset.level = level;
  cell.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${select.selectedOptions[0].text}`);
}

// By keyboard one cell is in the order of the Tab key; the arrows lead from there.
let here;

function go(cell) {
  if (here) here.tabIndex = -1;
  here = cell;
  here.tabIndex = 0;
}

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function press(event) {
  const at = place.get(event.target);
  if (!at || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " ") paint(event.target, chosen());
  else if (event.key in ARROWS) {
    const [right, down] = ARROWS[event.key];
    const next = rows[at.y + down]?.[at.x + right];
    if (event.shiftKey) paint(event.target, chosen());
    if (next && event.shiftKey) paint(next, chosen());
    next?.focus();
  } else return;
  event.preventDefault();
}

// What is drawn is the rectangle from where it began; what leaves it again is as it was.
let drawn;

function draw(cell) {
  const at = place.get(cell);
  if (!at || !drawn) return;
  for (const [one, { x, y }] of place) {
    const inside = between(x, drawn.from.x, at.x) && between(y, drawn.from.y, at.y);
    const level = inside ? drawn.level : drawn.before.get(one);
    if (one.dataset.level !== level) paint(one, level);
  }
}

const between = (n, one, other) => Math.min(one, other) <= n && n <= Math.max(one, other);

function begin(event) {
  const cell = event.target.closest("td");
  if (event.button !== 0 || !place.has(cell)) return;
  const before = new Map(rows.flat().map((one) => [one, one.dataset.level]));
  drawn = { from: place.get(cell), level: chosen(), before };
  cell.releasePointerCapture(event.pointerId); // else a finger stays in its first cell
  cell.focus({ preventScroll: true });
  draw(cell);
  event.preventDefault();
}

table.setAttribute("role", "grid");
table.classList.add("painted");
brush.hidden = false;
for (const cell of rows.flat()) {
  cell.setAttribute("role", "gridcell");
  cell.tabIndex = -1;
  field(cell).hidden = true;
  paint(cell, field(cell).value); // a browser may have kept what was chosen before
}
go(rows[16][0]);
table.parentElement.scrollTop = rows[14][0].parentElement.offsetTop - table.tHead.offsetHeight; // the morning
table.addEventListener("keydown", press);
table.addEventListener("focusin", ({ target }) => place.has(target) && go(target));
table.addEventListener("pointerdown", begin);
table.addEventListener("pointermove", ({ clientX, clientY }) => draw(document.elementFromPoint(clientX, clientY)));
addEventListener("pointerup", () => (drawn = undefined));
addEventListener("pointercancel", () => (drawn = undefined));
