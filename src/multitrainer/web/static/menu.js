// On a small screen the menu opens by a button. Without this script it is always open.
const button = document.querySelector(".menu-button");
const menu = document.getElementById("menu");

function show(open) {
  menu.classList.toggle("closed", !open);
  button.setAttribute("aria-expanded", String(open));
}

if (button) {
  button.hidden = false;
  show(false);
  button.addEventListener("click", () => show(menu.classList.contains("closed")));
}

// A group of the menu closes by a click elsewhere and by Escape. Without this script by its own name alone.
function closeAll(but) {
  for (const group of document.querySelectorAll(".menu-group[open]")) {
    if (!group.contains(but)) group.open = false;
  }
}

document.addEventListener("click", (event) => closeAll(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.activeElement.closest(".menu-group")?.querySelector("summary").focus();
  closeAll(null);
});
