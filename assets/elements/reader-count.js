// <reader-count topic="thread:…" hidden>: how many are reading this now; silent while one is alone.
class ReaderCount extends HTMLElement {
  connectedCallback() {
    document.addEventListener("alley:event", ({ detail }) => {
      if (detail.event.type !== "presence" || detail.topic !== this.getAttribute("topic")) return;
      this.hidden = detail.event.readers < 2;
      this.textContent = `${detail.event.readers} reading now`;
    });
  }
}
customElements.define("reader-count", ReaderCount);
