// What a form holds that the account has not taken yet: it outlives the page. `mine` is what stands
// in the form, `other` what was written elsewhere on this device or the account and not put to rest;
// its `only` is the part that nobody else has.
export class Unsent {
  constructor(place) {
    this.place = place;
  }

  get mine() {
    return JSON.parse(localStorage.getItem(this.place) ?? "null");
  }

  set mine(kept) {
    kept ? localStorage.setItem(this.place, JSON.stringify(kept)) : localStorage.removeItem(this.place);
  }

  get other() {
    return JSON.parse(localStorage.getItem(`${this.place}:other`) ?? "null");
  }

  set other(kept) {
    kept ? localStorage.setItem(`${this.place}:other`, JSON.stringify(kept)) : localStorage.removeItem(`${this.place}:other`);
  }

  // What was sent as a comment from here: it must not come back as a draft.
  get posted() {
    return sessionStorage.getItem(this.place);
  }

  set posted(text) {
    text === null ? sessionStorage.removeItem(this.place) : sessionStorage.setItem(this.place, text);
  }
}
