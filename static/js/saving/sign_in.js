// Signing in again over the page: password, then code, by the same addresses as everywhere.

const QUIET = 1000;

export class SignIn {
  // done() is called once the page's own person is signed in again.
  constructor(dialog, wire, done) {
    Object.assign(this, { dialog, wire, done });
    this.form = dialog.querySelector("form");
    this.error = dialog.querySelector("[role=alert]");
    this.isNeeded = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    dialog.querySelector("[data-later]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.clear());
    // Somebody who signed in on another tab comes back to this one.
    for (const [target, name] of [[window, "focus"], [document, "visibilitychange"]]) {
      target.addEventListener(name, () => this.isNeeded && this.check());
    }
  }

  // Nobody's typing is torn away from under the fingers: the dialog waits until the hands rest.
  async open(lastTyped) {
    if (this.isNeeded && (this.dialog.open || this.isWaiting)) return;
    this.isNeeded = this.isWaiting = true;
    while (Date.now() - lastTyped() < QUIET) await new Promise((done) => setTimeout(done, 100));
    this.isWaiting = false;
    if (!this.isNeeded || this.dialog.open) return;
    this.show("password");
    this.dialog.showModal();
    this.dialog.focus();
    const found = await this.wire.look();
    if (found?.person && found.person.id !== this.wire.person) this.tell(this.other(found.person));
  }

  async check() {
    const found = await this.wire.look();
    if (!found) return;
    if (found.person?.id === this.wire.person) await this.finish(found);
    else if (found.person) this.tell(this.other(found.person));
  }

  async send() {
    const isCode = this.step === "code";
    const { login, code, logout } = this.dialog.dataset;
    const found = await this.wire.look();
    if (!found) return this.tell(this.dialog.dataset.failed);
    if (found.person && found.person.id !== this.wire.person) {
      await this.wire.post(logout, new URLSearchParams());
      await this.wire.look();
    }
    const typed = new URLSearchParams(new FormData(this.form));
    const reply = await this.wire.post(isCode ? code : login, typed);
    await this.learn(reply, isCode);
  }

  async learn({ status, data, text }, isCode) {
    const { failed, code } = this.dialog.dataset;
    if (status === 0 || status >= 400) {
      return this.tell((isCode ? first(text ?? "") : errors(data)) || failed);
    }
    const found = await this.wire.look();
    if (!found) return this.tell(failed);
    if (found.person?.id === this.wire.person) return this.finish(found);
    if (found.person) return this.tell(this.other(found.person));
    this.show(!isCode && data.location?.startsWith(code) ? "code" : "password");
    this.form.elements[this.step].focus();
  }

  async finish({ bank }) {
    if (bank !== this.wire.bank) {
      await this.wire.post(this.dialog.dataset.bank, new URLSearchParams({ bank: this.wire.bank }));
    }
    this.isNeeded = false;
    if (this.dialog.open) this.dialog.close();
    this.done();
  }

  show(step) {
    this.step = step;
    this.tell("");
    for (const part of this.form.querySelectorAll("[data-step]")) {
      part.hidden = part.dataset.step !== step;
    }
  }

  clear() {
    this.form.reset();
    this.tell("");
  }

  tell(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
  }

  other({ name }) {
    const owner = this.form.elements.login.value;
    return this.dialog.dataset.other.replaceAll("{name}", name).replaceAll("{owner}", owner);
  }
}

function errors({ form }) {
  const fields = Object.values(form?.fields ?? {});
  return [...(form?.errors ?? []), ...fields.flatMap((field) => field.errors)].join(" ");
}

// The page with the code's field comes back as a page: its first error is the sentence.
function first(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector(".invalid-feedback")?.textContent.trim() ?? "";
}
