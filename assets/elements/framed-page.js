// <framed-page signed-in?>: a discussion in a frame of another site. Tells that page how tall it is, and
// notices when its reader has signed in meanwhile in a tab of its own. Where the browser keeps our cookie
// from the frame, its reader is asked, by a button; once they have allowed it, nobody is asked again.
class FramedPage extends HTMLElement {
  connectedCallback() {
    if (parent === window) return;
    this.sizes = new ResizeObserver(() => this.tell());
    this.sizes.observe(document.body);
    this.tell();
    if (this.hasAttribute("signed-in")) return;
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
    this.askOrOffer();
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
  }

  tell() {
    parent.postMessage({ alley: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  }

  async look() {
    if ((await fetch("/api/v1/me")).ok) location.reload();
    else this.askOrOffer();
  }

  async askOrOffer() {
    if (!document.requestStorageAccess || (await document.hasStorageAccess())) return;
    const allowed = await navigator.permissions.query({ name: "storage-access" }).catch(() => null);
    if (allowed?.state === "granted") this.ask();
    else this.offer();
  }

  ask() {
    return document.requestStorageAccess().then(() => location.reload(), () => this.offer("Your browser keeps sign-in from this frame"));
  }

  offer(words = "I have signed in") {
    const button = this.querySelector("button") ?? document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: words, onclick: () => this.ask() });
    this.append(button);
  }
}
customElements.define("framed-page", FramedPage);
