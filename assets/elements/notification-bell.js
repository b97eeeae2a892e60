// The bell counts what arrives while the page is open, and forgets it when it was read elsewhere.
import { freshPage } from "../fresh.js";

function show(number) {
  for (const count of document.querySelectorAll("[data-bell-count]")) {
    count.textContent = number(Number(count.textContent));
    count.hidden = count.textContent === "0";
  }
}

document.addEventListener("alley:event", ({ detail: { event } }) => {
  if (event.type === "notifications.read") show(() => 0);
  if (event.type === "notification") show((count) => count + 1);
});
document.addEventListener("alley:reset", async () => {
  const { page } = await freshPage();
  const fresh = page?.querySelector("[data-bell-count]");
  if (fresh) show(() => fresh.textContent);
});
