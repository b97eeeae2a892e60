// What the reader is told while a page is open is shown on it for a while: an alert that fired, a
// reply. The bell keeps it.
const STAYS = 20_000;

const place = () => {
  const there = document.querySelector(".toasts");
  if (there) return there;
  const made = Object.assign(document.createElement("div"), { className: "toasts no-print" });
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
};

const show = ({ title, url }) => {
  const toast = Object.assign(document.createElement("p"), { className: "toast" });
  const link = Object.assign(document.createElement(url ? "a" : "span"), { textContent: title });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "toast-close", textContent: "×" });
  if (url) link.href = url;
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => toast.remove());
  toast.append(link, close);
  place().append(toast);
  setTimeout(() => toast.matches(":hover, :focus-within") || toast.remove(), STAYS);
};

document.addEventListener("alley:event", ({ detail }) => {
  if (detail.event.type === "notification" && detail.event.title) show(detail.event);
});
