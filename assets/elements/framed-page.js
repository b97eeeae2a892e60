// <framed-page signed-in?>: a discussion in a frame of another site. Tells that page how tall it is, and
// notices when its reader has signed in meanwhile in a tab of its own.
class FramedPage extends HTMLElement {
  connectedCallback() {
    if (parent === window) return;
    this.sizes = new ResizeObserver(() => this.tell());
    this.sizes.observe(document.body);
    this.tell();
    if (!this.hasAttribute("signed-in")) document.addEventListener("visibilitychange", () => document.hidden || this.look());
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
  }

  tell() {
    parent.postMessage({ alley: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  }

  async look() {
    if ((await fetch("/api/v1/me")).ok) return location.reload();
    if (!document.requestStorageAccess || this.querySelector("button")) return;
    // The browser keeps our cookie from this frame until its reader allows it, by a click
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "I have signed in" });
    button.addEventListener("click", () => document.requestStorageAccess().then(() => location.reload(), () => (button.textContent = "Your browser keeps sign-in from this frame")));
    this.append(button);
  }
}
customElements.define("framed-page", FramedPage);
