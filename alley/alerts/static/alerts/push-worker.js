// The browser keeps this worker for pushes about alerts, also while no page is open.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(told.title ?? "An alert fired", {
      body: told.body ?? "",
      tag: told.tag,
      renotify: Boolean(told.tag),
      data: { url: told.url ?? "/alerts/firings/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.url));
});
