// Comments as the server renders them, and putting one in another's place.
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

export const fetched = async (id) => {
  const answer = await fetch(`/comments/${id}/fragment/`, { cache: "no-cache" });
  return answer.ok ? parsed(await answer.text()).querySelector("li.comment") : null;
};

export const replies = (comment) => comment.querySelector(":scope > [data-replies]");

const more = (comment) => comment.querySelector(":scope > .comment-more");

// What is shown under a comment stays as it is; what somebody has open in it (focus) stays too.
export const replace = (shown, fresh) => {
  if (shown.dataset.state === fresh.dataset.state) return;
  const under = replies(shown);
  if (under) replies(fresh)?.replaceWith(under);
  more(fresh)?.remove(); // a comment that comes alone counts all its replies as not shown
  if (more(shown)) fresh.append(more(shown));
  shown.replaceWith(document.adoptNode(fresh));
};

// A tombstone goes with the last reply that it held up.
export const remove = (shown) => {
  const above = shown.parentElement?.closest(".comment-gone");
  shown.remove();
  if (above && !replies(above)?.children.length && !more(above)) remove(above);
};
