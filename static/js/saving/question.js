// One question of the page: what is typed in it, and what is shown about its saving.

const TAKE_BACK = "-none";

export class Question {
  constructor(block) {
    this.block = block;
    this.code = block.dataset.question;
    this.state = block.querySelector("[data-state]");
    this.errors = block.querySelector("[data-errors]");
    this.warning = block.querySelector("[data-warning]");
  }

  get fields() {
    const fields = this.block.querySelectorAll("input, select, textarea");
    return [...fields].filter((field) => field.name.startsWith(`${this.code}.`));
  }

  field(part) {
    return this.fields.find((field) => field.name === `${this.code}.${part}`);
  }

  get choices() {
    return this.fields.filter((field) => field.name === `${this.code}.choice`);
  }

  // What the server is to be told, in the names that the page's own form uses.
  read() {
    const typed = new URLSearchParams();
    for (const field of this.fields) {
      const isBox = field.type === "radio" || field.type === "checkbox";
      if (!field.name.endsWith(".merged") && (!isBox || field.checked)) {
        typed.append(field.name, field.value);
      }
    }
    return { typed };
  }

  set version(number) {
    this.field("version").value = number;
    this.field("theirs").value = number;
  }

  say(look, text) {
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.className = look;
  }

  saved(data, isCurrent) {
    this.version = data.version;
    if (!isCurrent) return;
    this.stored = data.saved;
    this.tell([]);
    this.drop();
    this.warn(data.warning);
    this.offerClearing(data.answered);
    this.block.querySelector("[data-history]").hidden = data.version === 0;
    // Last year's answer is no longer waiting to be confirmed.
    this.block.querySelector("[name='page.keep']")?.remove();
  }

  warn(text) {
    this.warning.hidden = !text;
    this.warning.lastElementChild.textContent = text;
  }

  // Room for clearing is made while the person is here; later it would move what is pressed next.
  touched(field) {
    if (field.value && field.value !== TAKE_BACK) this.offerClearing(true);
  }

  // Clearing is offered where there is an answer; once cleared, nothing stays chosen.
  offerClearing(isAnswered) {
    const clear = this.choices.find((field) => field.value === TAKE_BACK);
    if (!clear) return;
    clear.closest(".form-check").hidden = !isAnswered;
    if (!isAnswered) clear.checked = false;
  }

  tell(sentences) {
    this.errors.replaceChildren(
      ...sentences.map((text) => {
        const line = document.createElement("p");
        line.className = "invalid-feedback";
        line.textContent = text;
        return line;
      }),
    );
    this.block.classList.toggle("has-error", sentences.length > 0);
    for (const field of this.fields.filter((one) => one.type !== "hidden")) {
      if (sentences.length) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    this.describe(sentences.length > 0);
    // A reason without "not applicable" is what is wrong: it must be seen to be deleted.
    const reason = this.field("reason");
    reason?.closest(".reason").classList.toggle("is-needed", sentences.length > 0 && reason.value !== "");
  }

  // The errors belong to the group of controls, or to the one field that stands for the question.
  describe(hasErrors) {
    const owner = this.block.matches("fieldset") ? this.block : this.field("figure") ?? this.choices[0];
    const ids = new Set((owner.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (hasErrors) ids.add(this.errors.id);
    else ids.delete(this.errors.id);
    owner.setAttribute("aria-describedby", [...ids].join(" "));
  }

  // Both answers side by side, as the server draws them for a page without a script.
  clash(data) {
    this.theirs = data;
    this.drop();
    this.tell([]);
    this.warn("");
    const page = new DOMParser().parseFromString(data.html, "text/html");
    this.errors.after(document.adoptNode(page.body.firstElementChild));
  }

  drop() {
    this.block.querySelector(".conflict")?.remove();
  }

  takeTheirs() {
    const { adopt, version, saved } = this.theirs;
    for (const field of this.choices) {
      if (field.matches("select")) field.value = adopt.choice[0] ?? "";
      else field.checked = adopt.choice.includes(field.value);
    }
    for (const part of ["figure", "other", "reason"]) {
      const field = this.field(part);
      if (field) field.value = adopt[part];
    }
    this.version = version;
    this.stored = saved;
    this.tell([]);
    this.warn("");
    this.drop();
    this.offerClearing(adopt.choice.length > 0);
  }

  keepMine() {
    this.version = this.theirs.version;
  }

  keepMerged() {
    const text = this.block.querySelector("[name$='.merged']").value;
    const reason = this.field("reason");
    const isReason = reason && this.choices.some((one) => one.value === "-na" && one.checked);
    (isReason ? reason : this.field("other")).value = text;
    this.keepMine();
  }
}
