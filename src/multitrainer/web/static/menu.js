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
