// <theme-switch></theme-switch>: light, dark or as the system has it; theme.js applies it early.
const CHOICES = { "": "System", light: "Light", dark: "Dark" };

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const chosen = document.documentElement.dataset.theme ?? "";
    const options = Object.entries(CHOICES).map(([value, words]) => new Option(words, value, false, value === chosen));
    const select = Object.assign(document.createElement("select"), { id: "theme" });
    const label = Object.assign(document.createElement("label"), { htmlFor: "theme", textContent: "Appearance" });
    select.append(...options);
    select.addEventListener("change", () => this.choose(select.value));
    this.replaceChildren(label, select);
  }

  choose(theme) {
    if (theme) {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    } else {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    }
  }
}
customElements.define("theme-switch", ThemeSwitch);
