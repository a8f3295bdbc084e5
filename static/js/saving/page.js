// A page of questions that saves while one types. Without this script its button does.

import { watchPaste } from "./paste.js";
import { Question } from "./question.js";
import { Queue } from "./queue.js";
import { SignIn } from "./sign_in.js";
import { Wire } from "./wire.js";

const form = document.querySelector("form.questions");
const words = form.dataset;
const status = document.getElementById("save-state");
const title = document.title;
const wire = new Wire(words, form);

let lastTyped = 0;
let lastSaved = status.textContent.trim();
let isLeaving = false;

const signIn = new SignIn(document.getElementById("sign-in"), wire, () => {
  resume();
  document.dispatchEvent(new Event("hive:signed-in"));
});
const questions = new Map();
for (const block of form.querySelectorAll("[data-question]")) {
  const question = new Question(block);
  question.stored = question.state.classList.contains("saved") ? question.state.textContent : "";
  question.queue = new Queue({
    read: () => question.read(),
    send: (request, options) => send(question, request, options),
    settled: (reply, isCurrent) => settled(question, reply, isCurrent),
    moved: () => show(question),
  });
  questions.set(question.code, question);
}

function send(question, { key, typed }, { after = 0 } = {}) {
  const body = new URLSearchParams(typed);
  body.set("page.key", key);
  if (after) {
    const name = `${question.code}.version`;
    body.set(name, Number(body.get(name)) + after);
  }
  return wire.save(question.code, body);
}

function settled(question, { kind, data }, isCurrent) {
  if (kind === "saved") {
    question.saved(data, isCurrent);
    lastSaved = data.saved;
    count(data);
  }
  if (kind === "invalid") question.tell(data.errors ?? [words.refused]);
  if (kind === "refused") question.tell([data.error ?? words.refused]);
  if (kind === "conflict") question.clash(data);
  if (kind === "signedOut") signIn.open(() => lastTyped);
}

function count({ section, indicator }) {
  const heading = document.querySelector("[data-section]");
  if (heading) heading.textContent = section.text;
  const row = indicator && document.querySelector(`[data-indicator="${indicator.code}"]`);
  if (row) row.textContent = `${indicator.answered} / ${indicator.total}`;
}

function show(question) {
  const { queue } = question;
  const texts = {
    again: words.again.replace("{n}", Math.max(1, queue.tries)),
    signedOut: words.signedOut,
    conflict: words.choose,
  };
  if (queue.isStuck) question.say("unsaved", texts[queue.state] ?? words.unsaved);
  else if (queue.isBusy) question.say("saving", words.saving);
  else if (queue.isDirty) question.say("saving", "");
  else question.say(question.stored ? "saved" : "", question.stored ?? "");
  summarise();
}

function summarise() {
  const unsaved = [...questions.values()].filter(({ queue }) => queue.isUnsaved);
  const stuck = unsaved.filter(({ queue }) => queue.isStuck);
  const lines = [];
  if (stuck.length) {
    const tries = Math.max(...stuck.map(({ queue }) => queue.tries));
    const told = tries ? words.countAgain.replace("{tries}", tries) : words.count;
    lines.push(["unsaved", told.replace("{n}", stuck.length)]);
    if (lastSaved) lines.push(["saved", lastSaved]);
  } else if (unsaved.some(({ queue }) => queue.isBusy)) lines.push(["saving", words.saving]);
  else if (lastSaved) lines.push(["saved", lastSaved]);
  if (!navigator.onLine) lines.push(["", words.offline]);
  write(lines);
  const number = words.count.replace("{n}", unsaved.length);
  document.title = unsaved.length ? `(${number}) ${title}` : title;
}

// Written only when it says something else, so that a screen reader does not repeat itself.
function write(lines) {
  const text = lines.map((line) => line.join(":")).join("|");
  if (status.dataset.told === text) return;
  status.dataset.told = text;
  status.replaceChildren(
    ...lines.map(([look, sentence]) => {
      const line = document.createElement("span");
      line.className = look;
      line.textContent = sentence;
      return line;
    }),
  );
}

function resume() {
  for (const { queue } of questions.values()) queue.resume();
}

function questionOf(element) {
  return questions.get(element.closest("[data-question]")?.dataset.question);
}

function isText(element) {
  return element.matches("textarea, input:not([type]), input[type=text]");
}

watchPaste(form);

form.addEventListener("input", ({ target }) => {
  lastTyped = Date.now();
  if (target.name.endsWith(".merged")) return;
  questionOf(target)?.touched(target);
  questionOf(target)?.queue.changed({ atOnce: !isText(target) });
});

// A text that is left is not waited for.
form.addEventListener("change", ({ target }) => {
  const question = questionOf(target);
  if (question?.queue.isDirty && isText(target)) question.queue.flush();
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[name='page.settle']");
  const question = button && questionOf(button);
  if (!question?.theirs) return;
  event.preventDefault();
  const [choice] = button.value.split(":");
  if (choice === "mine") question.keepMine();
  if (choice === "merged") question.keepMerged();
  if (choice === "theirs") {
    question.takeTheirs();
    question.queue.move("idle");
  } else {
    question.drop();
    question.queue.state = "idle";
    question.queue.changed({ atOnce: true });
  }
  question.block.querySelector("input:checked, input:not([type=hidden]), select")?.focus();
});

// The button waits for what is on its way, and does not leave a page that cannot be saved.
form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const all = [...questions.values()].map(({ queue }) => queue);
  // A browser ignores a second submission as long as it tells of the first: let that end.
  await new Promise((done) => setTimeout(done, 0));
  await Promise.all(all.map((queue) => queue.settle()));
  if (all.some(({ state }) => ["again", "signedOut"].includes(state))) {
    status.scrollIntoView({ block: "center" });
    return;
  }
  form.elements["page.key"].value = crypto.randomUUID();
  isLeaving = true;
  form.requestSubmit(event.submitter);
});

// The time is up: the page signs in over itself, as when a save is told so.
document.addEventListener("hive:signed-out", (event) => {
  event.preventDefault();
  signIn.open(() => lastTyped);
});
addEventListener("online", () => {
  summarise();
  resume();
});
addEventListener("offline", summarise);
addEventListener("pageshow", () => { isLeaving = false; });
addEventListener("pagehide", () => {
  if (!isLeaving) for (const { queue } of questions.values()) queue.leave();
});
addEventListener("beforeunload", (event) => {
  const all = [...questions.values()];
  if (!isLeaving && all.some(({ queue }) => queue.isStuck || (queue.isUnsaved && !navigator.onLine))) {
    event.preventDefault();
  }
});
