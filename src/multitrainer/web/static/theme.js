// Light or dark as the device has it, where nobody chose; before anything is drawn.
const device = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { document.documentElement.dataset.bsTheme = device.matches ? "dark" : "light"; };
if (document.documentElement.dataset.theme === "auto") {
  follow();
  device.addEventListener("change", follow);
}
