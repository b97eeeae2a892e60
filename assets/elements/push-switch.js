// <push-switch data-key="…">: this browser is told of alerts also while no page is open, or not.
const ADDRESS = "/api/v1/alerts/push";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

class PushSwitch extends HTMLElement {
  async connectedCallback() {
    this.said = this.querySelector("[data-push-said]");
    if (!("PushManager" in window)) return this.say("This browser cannot receive pushes.");
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    this.button.addEventListener("click", () => this.change());
    this.append(this.button);
    this.worker = await navigator.serviceWorker.register("/alerts/push-worker.js", { scope: "/alerts/" });
    this.show(await this.worker.pushManager.getSubscription());
  }

  say(words) {
    this.said.textContent = words;
  }

  show(subscription) {
    this.subscription = subscription;
    this.button.textContent = subscription ? "Stop pushes to this browser" : "Send pushes to this browser";
    this.say(subscription ? "This browser is told, also while no page is open." : "This browser is not told while no page is open.");
  }

  async change() {
    this.button.disabled = true;
    try {
      await (this.subscription ? this.stop() : this.start());
    } catch {
      this.say(Notification.permission === "denied" ? "The browser has blocked notifications for this site." : "That did not work. Please try again.");
    }
    this.button.disabled = false;
  }

  async start() {
    const key = bytes(this.dataset.key);
    const subscription = await this.worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    const browser = navigator.userAgentData?.brands?.at(-1)?.brand ?? navigator.platform ?? "";
    await this.send("POST", ADDRESS, { endpoint, ...keys, browser });
    this.show(subscription);
  }

  async stop() {
    await this.send("DELETE", `${ADDRESS}?endpoint=${encodeURIComponent(this.subscription.endpoint)}`);
    await this.subscription.unsubscribe();
    this.show(null);
  }

  async send(method, address, body) {
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(String(answer.status));
  }
}
customElements.define("push-switch", PushSwitch);
