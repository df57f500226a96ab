// Batches are dragged from lane to lane; while one is, each lane says what it would mean there. What others move
// is seen at once. All of it can be done without this script, by "Move to…".
const main = document.getElementById("content");
const board = () => document.getElementById("board");
const address = () => `/courses/${board().dataset.course}/board`;

function replaceBy(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("board");
  if (!fresh) {
    location.reload(); // signed out, or no longer to be seen
    return;
  }
  board().replaceWith(fresh);
  begin();
}

// Where the board comes from that is shown: after a move, with the way to undo it, which stays while others move.
let shown;

// Counts what the board is replaced by: an answer that something newer has overtaken is not shown.
let turn = 0;

async function reload() {
  const mine = ++turn;
  const html = await (await fetch(shown)).text();
  if (isHeld()) missed = true;
  else if (mine === turn) replaceBy(html);
}

async function showEffects(batch) {
  const answer = await fetch(`${address()}/${batch}/effects`);
  if (!answer.ok || !dragging) return;
  for (const { trainer, words, share, forbids } of await answer.json()) {
    const lane = board().querySelector(`[data-trainer="${trainer}"]`);
    const effect = lane?.closest(".lane").querySelector(".effect");
    if (!effect) continue;
    effect.hidden = false;
    effect.textContent = [share, words].filter(Boolean).join(" · ");
    effect.classList.toggle("text-danger", Boolean(forbids));
  }
}

function hideEffects() {
  for (const effect of board().querySelectorAll(".effect")) effect.hidden = true;
}

async function move(batch, to, was) {
  moving = true;
  try {
    const body = new URLSearchParams({ mark: board().dataset.mark, to, was });
    const answer = await fetch(`${address()}/${batch}`, { method: "POST", body });
    shown = answer.redirected ? answer.url : address();
    const html = await answer.text();
    turn++;
    replaceBy(html);
  } catch {
    location.reload(); // nobody knows whether it was done: what is shown then is so
  }
  moving = false;
  catchUp();
}

// While a card is dragged or a move is under way, what others change waits: from the press on, because a card that is
// replaced before the drag begins is not dragged.
let pressed = false;
let dragging = false;
let moving = false;
let missed = false;
const isHeld = () => pressed || dragging || moving;

function change() {
  if (isHeld()) missed = true;
  else reload();
}

function catchUp() {
  if (!missed || isHeld()) return;
  reload();
  missed = false;
}

function begin() {
  if (!("mayChange" in board().dataset)) return;
  for (const lane of board().querySelectorAll(".lane-cards")) {
    Sortable.create(lane, {
      group: "batches",
      sort: false, // nor does anything glide out of the way, which with 500 cards takes longer than a frame
      filter: ".btn",
      preventOnFilter: false,
      onChoose: () => {
        pressed = true;
      },
      onUnchoose: () => {
        pressed = false;
        queueMicrotask(catchUp); // after onEnd, with which a move may begin
      },
      onStart: ({ item }) => {
        dragging = true;
        showEffects(item.dataset.batch);
      },
      onEnd: ({ item, from, to }) => {
        dragging = false;
        hideEffects();
        if (from !== to) move(item.dataset.batch, to.dataset.trainer, from.dataset.trainer);
      },
    });
  }
}

function listen() {
  document.addEventListener("live:changed", ({ detail: { what, course } }) => {
    if (course === board().dataset.course && ["batch", "course"].includes(what)) change();
  });
  document.addEventListener("live:reset", change);
}

if (main && board()) {
  // A move that was refused is shown at its own address, which is not the board's.
  shown = location.pathname === address() ? location.href : address();
  begin();
  listen();
}
