// The way to the server and back: the token kept fresh, every answer told by its kind.

const PATIENCE = 30000;
const KINDS = { 200: "saved", 401: "signedOut", 409: "conflict", 422: "invalid", 423: "refused" };

export class Wire {
  constructor({ answers, session, person, bank }, form) {
    Object.assign(this, { answers, session, person, bank, form });
  }

  get token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  async save(code, body) {
    const url = `${this.answers}${encodeURIComponent(code)}/`;
    let reply = await this.post(url, body);
    if (reply.status === 403 && reply.data.csrf) {
      const who = await this.look();
      if (who === null) return { kind: "unknown", data: {} };
      if (who.person?.id !== this.person) return { kind: "signedOut", data: {} };
      reply = await this.post(url, body);
    }
    const { status, data } = reply;
    if (status === 0 || status >= 500 || status === 429) return { kind: "unknown", data };
    return { kind: KINDS[status] ?? (status < 400 ? "signedOut" : "refused"), data };
  }

  // Status 0 stands for no answer at all. A redirect leads to a page for people: nothing was done.
  async post(url, body) {
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        keepalive: true,
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
        headers: {
          Accept: "application/json",
          "X-CSRFToken": this.token,
          "X-Hive-Person": this.person,
        },
      });
      if (response.type === "opaqueredirect") return { status: 302, data: {} };
      return { status: response.status, ...(await read(response)) };
    } catch {
      return { status: 0, data: {} };
    }
  }

  // Who is signed in, with a fresh token for every form of the page; null without an answer.
  async look() {
    try {
      const response = await fetch(this.session, { headers: { Accept: "application/json" } });
      const found = await response.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
        field.value = found.token;
      }
      return found;
    } catch {
      return null;
    }
  }
}

async function read(response) {
  const text = await response.text();
  try {
    return { data: JSON.parse(text), text };
  } catch {
    return { data: {}, text };
  }
}
