// Another language opens the page anew: what was typed and not yet sent comes along.

// The questionnaire saves by itself; a secret and a file are not carried.
const FIELDS = "main form:not(.questions) :is(input:not([type=hidden], [type=submit]), select, textarea)";
const UNCARRIED = ["password", "file"];

const fields = () => [...document.querySelectorAll(FIELDS)];
const isTicked = (field) => ["radio", "checkbox"].includes(field.type);

const held = (field) => {
  if (UNCARRIED.includes(field.type)) return null;
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
  return isTicked(field) ? field.checked : field.value;
};

function fill(field, value) {
  if (value === null) return;
  if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
  else if (isTicked(field)) field.checked = value;
  else field.value = value;
}

// The page's own entry in the history holds it for as long as the page takes to come back.
const typed = history.state?.typed ?? [];
if (typed.length) {
  history.replaceState(null, "");
  const places = fields();
  typed.forEach(([name, value], place) => { if (places[place]?.name === name) fill(places[place], value); });
}

async function change(form, button) {
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form, button), redirect: "manual",
  }).catch(() => null);
  // Where that fails the browser says so, as it would have without this script.
  if (answer?.type !== "opaqueredirect") { button.click(); return; }
  if (fields().some((field) => UNCARRIED.includes(field.type) && field.value)) {
    addEventListener("beforeunload", (event) => event.preventDefault());
  }
  history.replaceState({ typed: fields().map((field) => [field.name, held(field)]) }, "", form.elements.next.value);
  location.reload();
}

for (const form of document.querySelectorAll(".language-switch")) {
  const submit = (event) => {
    if (!fields().length) return;
    event.preventDefault();
    form.removeEventListener("submit", submit);
    change(form, event.submitter);
  };
  form.addEventListener("submit", submit);
}
