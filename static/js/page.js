// What every page gains from a script; all of it works without one.

// A button that shows what was typed into a password field.
for (const field of document.querySelectorAll("[data-password]")) {
  const input = field.querySelector("input");
  const button = field.querySelector("button");
  const name = (word) => `${word} (${button.dataset.label})`;
  button.hidden = false;
  button.setAttribute("aria-label", name(button.dataset.show));
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
    button.setAttribute("aria-label", name(button.textContent));
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}

// The error summary takes the focus when a form comes back.
document.querySelector(".error-summary")?.focus();
