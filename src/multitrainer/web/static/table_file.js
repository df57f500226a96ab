// A file with a table is read into the field that it can be pasted into. Without this script there is no choice of a file.
const chooser = document.querySelector("[data-reads-into]");
const file = chooser.querySelector("input");

chooser.hidden = false;
file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (chosen) document.getElementById(chooser.dataset.readsInto).value = await chosen.text();
});
