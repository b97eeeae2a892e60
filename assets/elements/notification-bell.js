// The bell counts what arrives while the page is open.
document.addEventListener("alley:event", ({ detail }) => {
  if (detail.event.type !== "notification") return;
  for (const count of document.querySelectorAll("[data-bell-count]")) {
    count.textContent = Number(count.textContent) + 1;
    count.hidden = false;
  }
});
