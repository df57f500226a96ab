// A proposal while it is made, why a batch has whom it has, and workloads as a chart. Without this script the page loads
// itself anew, the reasons have a page of their own, and the workloads are in the table.
const EVERY_MS = 1000;
const LINES = "#8884"; // on light and on dark

async function pageAt(address) {
  return new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
}

async function look(running) {
  let there;
  try {
    there = await pageAt(running.dataset.address);
  } catch {
    setTimeout(look, EVERY_MS, running); // the service is away for a moment
    return;
  }
  if (!there.getElementById("running")) {
    location.reload();
    return;
  }
  document.getElementById("how-far").value = there.getElementById("how-far").value;
  for (const id of ["phase", "best"]) {
    const [here, now] = [document.getElementById(id), there.getElementById(id).textContent];
    if (here.textContent !== now) here.textContent = now; // what has not changed is not read out again
  }
  setTimeout(look, EVERY_MS, running);
}

async function explain({ currentTarget: details }) {
  if (!details.open || "asked" in details.dataset) return;
  details.dataset.asked = "";
  const place = details.querySelector(".why");
  place.setAttribute("aria-busy", "true");
  try {
    const part = (await pageAt(details.dataset.why)).getElementById(details.dataset.part);
    if (!part) throw new Error("signed out, or too many ask at once");
    part.removeAttribute("id");
    part.classList.remove("card-body");
    place.replaceChildren(part);
  } catch {
    delete details.dataset.asked; // the link is still there
  }
  place.removeAttribute("aria-busy");
}

function draw(canvas) {
  const { bars, today, then, share } = canvas.dataset;
  const rows = JSON.parse(bars);
  const text = getComputedStyle(canvas).color;
  const set = (label, field, color) => ({ label, data: rows.map((row) => row[field]), backgroundColor: color });
  canvas.parentElement.hidden = false;
  canvas.parentElement.style.height = `${rows.length * 40 + 90}px`;
  const scale = { ticks: { color: text }, grid: { color: LINES } };
  return new Chart(canvas, {
    type: "bar",
    data: { labels: rows.map((row) => row.name), datasets: [set(today, "today", "#8a94a6"), set(then, "then", "#2f7fd6")] },
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { labels: { color: text } } },
      scales: { x: { ...scale, beginAtZero: true, title: { display: true, text: share, color: text } }, y: scale },
    },
  });
}

const running = document.getElementById("running");
if (running) setTimeout(look, EVERY_MS, running);
for (const details of document.querySelectorAll("[data-why]")) details.addEventListener("toggle", explain);
const canvas = document.getElementById("chart");
if (canvas) {
  let chart = draw(canvas);
  new MutationObserver(() => {
    chart.destroy();
    chart = draw(canvas);
  }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
