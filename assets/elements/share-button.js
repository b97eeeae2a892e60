// <share-button url="…" title="…">: the device's own share sheet, or the link on the clipboard.
class ShareButton extends HTMLElement {
  connectedCallback() {
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Share" });
    this.said = Object.assign(document.createElement("span"), { className: "said" });
    this.said.setAttribute("role", "status");
    this.button.addEventListener("click", () => this.share());
    this.replaceChildren(this.button, this.said);
  }

  async share() {
    const url = new URL(this.getAttribute("url") ?? location.pathname, location.origin).href;
    const title = this.getAttribute("title") ?? document.title;
    try {
      if (navigator.share) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      this.said.textContent = "Link copied.";
    } catch (error) {
      if (error.name !== "AbortError") this.said.textContent = url;
    }
  }
}
customElements.define("share-button", ShareButton);
