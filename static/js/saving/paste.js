// What is pasted is made plain at once, so that the person sees what will be stored.

const LINE_ENDS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const SPACES = /[\t\u00a0\u2007\u202f]/g;
const SILENT = /[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/gu;

export function plain(text) {
  const seen = text.replace(LINE_ENDS, "\n").replace(SPACES, " ").replaceAll("\uf0b7", "•");
  return seen.replace(SILENT, "").normalize("NFC");
}

export function figure(text) {
  return plain(text).normalize("NFKC").trim();
}

export function watchPaste(form) {
  form.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches("textarea, input:not([type]), input[type=text]")) return;
    const pasted = event.clipboardData.getData("text/plain");
    const wanted = field.inputMode === "decimal" ? figure(pasted) : plain(pasted);
    if (wanted === pasted) return;
    event.preventDefault();
    const isLine = field.matches("input");
    insert(field, isLine ? wanted.replaceAll("\n", " ") : wanted);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.inputMode === "decimal" && target.value !== figure(target.value)) {
      target.value = figure(target.value);
    }
  });
}

// The old command keeps the undo of the browser; where it is gone, the text still arrives.
function insert(field, text) {
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
