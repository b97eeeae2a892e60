// The bell counts what arrives while the page is open, and forgets it when it was read elsewhere.
document.addEventListener("alley:event", ({ detail }) => {
  if (detail.event.type === "notifications.read")
    for (const count of document.querySelectorAll("[data-bell-count]")) {
      count.textContent = 0;
      count.hidden = true;
    }
  if (detail.event.type !== "notification") return;
  for (const count of document.querySelectorAll("[data-bell-count]")) {
    count.textContent = Number(count.textContent) + 1;
    count.hidden = false;
  }
});
