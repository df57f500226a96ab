// The bell: what arrives is told and counted at once, on every page. Other scripts hear of what changes by events of
// the document, `live:changed` and `live:reset`, so that a page has one connection; and it has none while nobody looks
// at it, because browsers open few to one address.
const bell = document.getElementById("bell");
const news = document.getElementById("news");
let events;
let missed = false;

// The last event that there was before the page was made. Where there are more when the page begins to listen, the
// page looks once: it may not show what they tell, and is not told.
let heard = news?.dataset.heard;

function tell(name, data) {
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail: JSON.parse(data) }));
}

// Counts the answers that are waited for: one that a newer has overtaken is not shown.
let turn = 0;

async function ring(address) {
  const mine = ++turn;
  const answer = await fetch(address);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const counted = fresh.getElementById("bell");
  if (!counted) return; // signed out, or gone meanwhile
  if (mine === turn) bell.replaceChildren(...counted.childNodes);
  const told = fresh.getElementById("news");
  if (told.childElementCount) news.replaceChildren(...told.childNodes);
}

function listen() {
  events = new EventSource("/live");
  events.addEventListener("ready", ({ lastEventId }) => {
    ring("/notifications/bell");
    if (missed || (heard !== undefined && heard !== lastEventId)) tell("reset", "{}");
    missed = false;
    heard = undefined; // whoever comes again goes on where they were
  });
  events.addEventListener("read", () => ring("/notifications/bell"));
  events.addEventListener("notification", ({ data }) => ring(`/notifications/${JSON.parse(data)._id}/bell`));
  events.addEventListener("changed", ({ data }) => tell("changed", data));
  events.addEventListener("reset", ({ data }) => {
    ring("/notifications/bell");
    tell("reset", data);
  });
}

// What was missed meanwhile is asked for as if it were lost.
function lookUp() {
  if (document.hidden) {
    events?.close();
    events = undefined;
    missed = true;
  } else if (!events) {
    listen();
  }
}

// Whoever follows a link has read what it is about.
function follow({ target }) {
  const link = target.closest("a[data-notification]");
  if (!link) return;
  const body = new URLSearchParams({ mark: news.dataset.mark });
  fetch(`/notifications/${link.dataset.notification}/read`, { method: "POST", body, keepalive: true, redirect: "manual" });
}

if (bell) {
  if (!document.hidden) listen();
  document.addEventListener("visibilitychange", lookUp);
  document.addEventListener("click", follow);
  document.addEventListener("auxclick", follow);
  news.addEventListener("click", ({ target }) => {
    if (target.closest("button")) news.replaceChildren();
  });
}
