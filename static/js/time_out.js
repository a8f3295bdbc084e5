// Before a session ends the page says so, and lets one stay. Without this script one signs in again.

import { Wire } from "./saving/wire.js";

const WARNING = 120;
const TELL = [120, 60, 30];
const ASK_AGAIN = 20;

const dialog = document.getElementById("time-out");
const clock = dialog.querySelector("[data-clock]");
const told = dialog.querySelector("[data-told]");
const wire = new Wire(dialog.dataset, dialog);

let ends = Date.now() + dialog.dataset.endsIn * 1000;
let state = ""; // what the dialog shows: idle, limit or over; empty while it is closed
let isDismissed = false;
let timer = null;
let asked = 0;

function left() {
  return Math.ceil((ends - Date.now()) / 1000);
}

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(0, seconds) * 1000);
}

// Another tab, or a save, may have put the end off: the server is asked before anything is said.
async function look() {
  asked = Date.now();
  const found = await wire.look();
  if (found) learn(found);
  else if (left() > 0) wait(5);
  else over();
}

function learn({ person, ends_in: seconds, may_stay: mayStay }) {
  if (person?.id !== wire.person) return over();
  ends = Date.now() + seconds * 1000;
  if (left() > WARNING) {
    isDismissed = false;
    close();
    wait(left() - WARNING);
  } else if (isDismissed) wait(left());
  else {
    show(mayStay ? "idle" : "limit");
    count();
  }
}

// Once a second while the dialog is open. A screen reader hears it three times only.
function count() {
  const rest = Math.max(0, left());
  const { left: long, seconds: short } = dialog.dataset;
  const text = (rest < 60 ? short : long)
    .replace("{minutes}", Math.floor(rest / 60))
    .replace("{seconds}", rest % 60);
  clock.textContent = text;
  if (TELL.includes(rest)) told.textContent = text;
  clearTimeout(timer);
  if (rest === 0 || Date.now() - asked > ASK_AGAIN * 1000) wait(rest === 0 ? 1 : 0);
  else timer = setTimeout(count, 1000);
}

// A page that can sign in over itself does; every other one waits for the person to come back.
function over() {
  clearTimeout(timer);
  if (!document.dispatchEvent(new Event("hive:signed-out", { cancelable: true }))) return close();
  show("over");
}

function show(next) {
  if (state === next && dialog.open) return;
  state = next;
  for (const part of dialog.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(next);
  }
  if (!dialog.open) dialog.showModal();
  dialog.focus();
}

function close() {
  state = "";
  told.textContent = "";
  if (dialog.open) dialog.close();
}

async function stay() {
  await wire.post(dialog.dataset.stay, new URLSearchParams());
  await look();
}

function dismiss() {
  isDismissed = true;
  close();
  wait(left());
}

dialog.querySelector("[data-go-on]").addEventListener("click", stay);
dialog.querySelector("[data-close]").addEventListener("click", dismiss);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (state === "idle") stay();
  if (state === "limit") dismiss();
});
document.addEventListener("hive:signed-in", look);
// A machine that slept, a tab that was behind: timers are late there.
for (const [target, name] of [[window, "focus"], [document, "visibilitychange"], [window, "pageshow"]]) {
  target.addEventListener(name, () => {
    if (!document.hidden && (state === "over" || left() <= WARNING)) look();
  });
}

wait(left() - WARNING);
