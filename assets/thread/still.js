// Changes a page without moving what is being read: the first comment in view stays where it is.
const reading = () => {
  for (const each of document.querySelectorAll(".comment > article"))
    if (each.getBoundingClientRect().bottom > 0) return each.parentElement;
  return null;
};

export const still = (change) => {
  const kept = reading();
  const before = kept?.getBoundingClientRect().top;
  change();
  const now = kept && (kept.isConnected ? kept : document.getElementById(kept.id));
  if (!now || before > innerHeight) return;
  const moved = now.getBoundingClientRect().top - before;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
};
