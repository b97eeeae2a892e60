// <like-button comment="7" liked?><form>…</form></like-button>: likes without leaving the page.
// Without JavaScript the form inside does it.
class LikeButton extends HTMLElement {
  connectedCallback() {
    if (this.form) return; // a reply that moved with its conversation
    this.form = this.querySelector("form");
    this.form?.addEventListener("submit", (submit) => {
      submit.preventDefault();
      this.toggle();
    });
  }

  async toggle() {
    const liked = this.hasAttribute("liked");
    const headers = { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    const address = `/api/v1/comments/${this.getAttribute("comment")}/vote`;
    const answer = await fetch(address, { method: liked ? "DELETE" : "PUT", headers }).catch(() => null);
    if (!answer?.ok) return this.form.submit(); // the page says why
    const { likes, liked_by_me: now } = await answer.json();
    this.toggleAttribute("liked", now);
    this.form.elements.like.value = now ? 0 : 1;
    const button = this.querySelector("button");
    button.setAttribute("aria-pressed", now);
    button.textContent = `${now ? "Liked" : "Like"} (${likes})`;
  }
}
customElements.define("like-button", LikeButton);
