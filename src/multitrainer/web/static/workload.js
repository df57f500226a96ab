// The table as a chart, in the colours of the page, and again when these change.
const box = document.querySelector(".chart");
const rows = [...document.querySelectorAll("#hours-table tbody tr")].map((row) => row.dataset);
const ROW = 34;

const colour = (name) => getComputedStyle(document.querySelector(`.chart-${name}`)).color;
const numbers = (name) => rows.map((row) => Number(row[name]));
const label = (name) => document.querySelector(`.chart-${name}`).parentElement.textContent.trim().slice(1).trim();

function bars(name) {
  return { label: label(name), data: numbers(name), backgroundColor: colour(name), stack: "hours" };
}

function draw(canvas) {
  const { color, fontFamily } = getComputedStyle(document.body);
  const frame = { backgroundColor: "transparent", borderColor: colour("capacity"), borderWidth: 2, borderSkipped: false };
  const capacity = { label: label("capacity"), data: numbers("capacity"), stack: "capacity", ...frame };
  const scale = { stacked: true, ticks: { color, font: { family: fontFamily }, autoSkip: false } };
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: rows.map((row) => row.name),
      datasets: [bars("planned"), bars("covered"), capacity].map((one) => ({ ...one, grouped: false })),
    },
    options: {
      indexAxis: "y",
      animation: false,
      maintainAspectRatio: false,
      locale: document.documentElement.lang,
      plugins: { legend: { display: false } },
      scales: { y: scale, x: { ...scale, ticks: { ...scale.ticks, autoSkip: true }, min: 0 } },
    },
  });
}

if (box) {
  const canvas = box.querySelector("canvas");
  box.hidden = false;
  canvas.parentElement.style.height = `${rows.length * ROW + 40}px`;
  let chart = draw(canvas);
  new MutationObserver(() => {
    chart.destroy();
    chart = draw(canvas);
  }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
