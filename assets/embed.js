// <script async src="https://our.site/embed.js"></script> and, where the discussion belongs,
// <exchange-alley-thread url="https://their.site/the/page"></exchange-alley-thread>. `url` may be left
// out: then it is the page's canonical address. Alone: nothing of alley.js is loaded into their page.
const home = new URL(document.currentScript.src).origin;
const SANDBOX = [
  "allow-scripts",
  "allow-same-origin", // its own: it is another origin than the page, so this opens nothing to it
  "allow-forms",
  "allow-popups", // sign-in and profiles open in tabs of their own …
  "allow-popups-to-escape-sandbox", // … that are whole pages
  "allow-storage-access-by-user-activation",
].join(" ");

const token = (url) => btoa(String.fromCharCode(...new TextEncoder().encode(url))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

class ExchangeAlleyThread extends HTMLElement {
  connectedCallback() {
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const url = new URL(this.getAttribute("url") || canonical || location.href, location.href);
    url.hash = "";
    this.frame = Object.assign(document.createElement("iframe"), { src: `${home}/embed/${token(url.href)}/`, title: this.getAttribute("label") || "Comments", loading: "lazy", referrerPolicy: "origin" });
    this.frame.setAttribute("sandbox", SANDBOX);
    Object.assign(this.frame.style, { display: "block", width: "100%", border: "0", minHeight: "12rem", colorScheme: "normal" });
    this.style.display = "block";
    this.hear = (message) => this.resize(message);
    addEventListener("message", this.hear);
    this.replaceChildren(this.frame);
  }

  disconnectedCallback() {
    removeEventListener("message", this.hear);
  }

  resize({ source, origin, data }) {
    if (source !== this.frame.contentWindow || origin !== home || data?.alley !== "height") return;
    const height = Math.min(Math.max(Number(data.height) || 0, 120), 100_000);
    this.frame.style.height = `${height}px`;
  }
}
customElements.define("exchange-alley-thread", ExchangeAlleyThread);
