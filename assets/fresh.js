// The page as the server makes it now; asked for once, however many parts want it at one moment.
let asked = null;

export function freshPage() {
  if (!asked) {
    asked = fetched();
    setTimeout(() => (asked = null)); // who asks later may want what came later
  }
  return asked;
}

async function fetched() {
  const answer = await fetch(location.href.split("#")[0], { headers: { Accept: "text/html" }, cache: "no-cache" });
  if (!answer.ok || answer.redirected) return { status: answer.status };
  return { status: answer.status, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}
