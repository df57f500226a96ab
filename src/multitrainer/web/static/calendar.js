// Draws the calendar of the table's trainers. All of it is in the table, too, where no script runs.
const section = document.querySelector(".drawn");
const box = section?.querySelector(".calendar");
const rows = [...document.querySelectorAll("tr[data-trainer]")];
const mayEnter = new Set(rows.filter((row) => "mayEnter" in row.dataset).map((row) => row.dataset.trainer));

const day = (at) => at.slice(0, 10);

async function load({ startStr, endStr }) {
  const answer = await fetch(`${box.dataset.events}${box.dataset.events.includes("?") ? "&" : "?"}${new URLSearchParams({
    start: day(startStr),
    end: day(endStr),
  })}`);
  section.querySelector("[role=alert]").hidden = answer.ok;
  return answer.ok ? answer.json() : [];
}

function enterLeave(trainer, start, end) {
  if (!mayEnter.has(trainer)) return;
  location.assign(`/leave?${new URLSearchParams({ trainer, start: `${day(start)}T00:00`, end: `${day(end)}T00:00` })}`);
}

function dayAfter(at) {
  const next = new Date(`${day(at)}T00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString();
}

// It calls itself a table, and has cells that are none. What is left are buttons; the table is the one below.
function noTable() {
  for (const name of ["role", "aria-colindex", "aria-colspan"]) {
    for (const one of box.querySelectorAll(`[${name}]:not([role=button])`)) one.removeAttribute(name);
  }
}

// What scrolls can be reached by the keyboard.
function reachable() {
  const main = box.querySelector(".ec-main");
  main?.setAttribute("tabindex", "0");
  main?.setAttribute("role", "region");
  main?.setAttribute("aria-labelledby", section.getAttribute("aria-labelledby"));
}

function tidy() {
  noTable();
  reachable();
}

function follow() {
  document.documentElement.classList.toggle("ec-dark", document.documentElement.dataset.bsTheme === "dark");
}

if (box) {
  section.hidden = false;
  follow();
  new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  EventCalendar.create(box, {
    // Its view of a week is one of half-hours, each as wide as another, and most of them empty.
    view: "resourceTimelineMonth",
    views: { resourceTimelineMonth: box.dataset.by === "month" ? {} : { duration: { weeks: 1 } } },
    date: box.dataset.first,
    firstDay: 1,
    locale: document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang,
    headerToolbar: { start: "", center: "", end: "" },
    columnWidth: box.dataset.by === "month" ? "5.5rem" : "minmax(6.5rem, 1fr)",
    dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" },
    editable: false,
    selectable: mayEnter.size > 0,
    resources: rows.map(({ dataset }) => ({ id: dataset.trainer, title: dataset.name })),
    eventSources: [{ events: load }],
    eventContent: ({ event }) => event.title,
    viewDidMount: tidy,
    eventAllUpdated: tidy,
    eventDidMount: ({ el, event }) => { el.title = event.title; },
    eventClick: ({ event }) => location.assign(event.extendedProps.address),
    dateClick: ({ dateStr, resource }) => enterLeave(resource.id, dateStr, dayAfter(dateStr)),
    select: ({ startStr, endStr, resource }) => enterLeave(resource.id, startStr, endStr),
  });
}
