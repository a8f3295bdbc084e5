// The saving of one question: one request in flight, the newest value wins, nothing is given up.

const REST = 800;
const LONGEST_REST = 3000;
const SLOW = 3000;
const LONGEST_PAUSE = 30;

export class Queue {
  // read() takes what is in the page now, send(request) answers {kind, data}, settled(reply) puts
  // the answer into the page, moved() tells that the state is another one.
  constructor({ read, send, settled, moved }) {
    Object.assign(this, { read, send, settled, moved });
    this.state = "idle"; // idle, saving, again, or the kind of an answer that was not "saved"
    this.tries = 0;
    this.isDirty = false;
    this.isBusy = false;
    this.request = null; // sent, and nobody knows what became of it
    this.timer = null;
    this.since = null;
  }

  get isUnsaved() {
    return this.isDirty || this.isBusy || this.request !== null || this.isStuck;
  }

  // Whether closing the page could lose something: a request on its way outlives the page.
  get isStuck() {
    return !["idle", "saving"].includes(this.state);
  }

  changed({ atOnce }) {
    this.isDirty = true;
    this.since ??= Date.now();
    const rest = atOnce ? 0 : Math.min(REST, this.since + LONGEST_REST - Date.now());
    this.wait(rest);
    this.moved();
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, milliseconds));
  }

  async flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.isBusy) return this.running;
    this.isBusy = true;
    this.running = this.run();
    await this.running;
    this.isBusy = false;
    this.moved();
    if (this.isDirty && this.timer === null && this.state === "idle") this.wait(0);
  }

  async run() {
    while (this.request !== null || this.isDirty) {
      const request = this.request ?? this.take();
      if (this.state !== "again") this.move("saving");
      const slow = setTimeout(() => this.move("again"), SLOW);
      const reply = await this.send(request);
      clearTimeout(slow);
      if (reply.kind === "unknown") {
        this.request = request;
        this.tries += 1;
        this.move("again");
        this.wait(1000 * Math.min(2 ** (this.tries - 1), LONGEST_PAUSE));
        return;
      }
      this.request = null;
      this.tries = 0;
      const isCurrent = !this.isDirty;
      this.move(reply.kind === "saved" ? "idle" : reply.kind);
      this.settled(reply, isCurrent);
      if (reply.kind === "signedOut") this.isDirty = true;
      if (reply.kind !== "saved" && (isCurrent || reply.kind === "signedOut")) return;
      if (this.timer !== null) return;
    }
  }

  take() {
    this.isDirty = false;
    this.since = null;
    return { key: crypto.randomUUID(), ...this.read() };
  }

  move(state) {
    this.state = state;
    this.moved();
  }

  // Another chance at once: the connection is back, or somebody signed in.
  resume() {
    this.tries = 0;
    if (this.request !== null || this.isDirty) {
      if (this.state === "signedOut") this.state = "idle";
      this.flush();
    }
  }

  // The page is going away. What is in flight outlives it; what is newer is sent after it.
  leave() {
    if (!this.isDirty) return;
    if (this.isBusy) this.send(this.take(), { after: 1 });
    else this.flush();
  }

  async settle() {
    if (this.isDirty || this.isBusy) await this.flush();
    while (this.isBusy || (this.isDirty && this.state === "idle")) {
      await (this.isBusy ? this.running : this.flush());
      await new Promise((done) => setTimeout(done, 0));
    }
  }
}
