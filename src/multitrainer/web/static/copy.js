// A button copies what stands in a field; without this script it is selected and copied by hand.
async function copy(button, field) {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
  else document.execCommand("copy"); // where the page came without TLS
  button.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button, field));
  field.addEventListener("focus", () => field.select());
}
