// Works out a choice as soon as it is made; without this script the button does.

const form = document.querySelector("[data-what-if]");
let latest;

// Only what is chosen stands in the address.
const address = () => {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  return `${location.pathname}?${new URLSearchParams(chosen)}`;
};

const typed = () => [...document.querySelectorAll("[data-keep] :is([name=owner], [name=due])")]
  .map((field) => [field.name, field.value]);

function show(page) {
  const kept = typed();
  for (const part of document.querySelectorAll("[data-outcome]")) {
    part.replaceWith(page.getElementById(part.id));
  }
  for (const figures of form.querySelectorAll("[data-figures]")) {
    const name = CSS.escape(figures.dataset.figures);
    figures.textContent = page.querySelector(`[data-figures="${name}"]`).textContent;
  }
  for (const [name, value] of kept) {
    const field = document.querySelector(`[data-keep] [name=${name}]`);
    if (field) field.value = value;
  }
  document.querySelector("[data-told]").textContent = document.querySelector("h1").textContent;
}

// Where the server cannot be reached, what is chosen stays and the button tries again.
const fetched = (query) => fetch(query, { headers: { Accept: "text/html" } }).catch(() => null);

async function workOut() {
  const query = address();
  latest = query;
  const response = await fetched(query);
  if (!response?.ok || response.redirected || latest !== query) return;
  show(new DOMParser().parseFromString(await response.text(), "text/html"));
  history.replaceState(null, "", query);
  // Another language opens the page with the same choices.
  const next = document.querySelector(".language-switch [name=next]");
  if (next) next.value = query;
}

form.addEventListener("change", workOut);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(address());
});
