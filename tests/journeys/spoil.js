// Empties the fields of one form of the page that a person can fill in, and sends it; without a
// number it counts such forms. A list's acts on rows are no form to fill in.
(number) => {
  const FIELDS = ":is(input:not([type=hidden], [type=submit], [type=button]), select, textarea)";
  const isSeen = (field) => field.checkVisibility({ visibilityProperty: true });
  const fieldsOf = (form) => [...form.elements].filter((field) => field.matches(FIELDS));
  const forms = [...document.querySelectorAll("main form[method=post]:not(#changelist-form)")]
    .filter((form) => fieldsOf(form).some(isSeen));
  if (number === null) return forms.length;
  const form = forms[number];
  for (const field of fieldsOf(form)) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else field.value = "";
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector("[type=submit]"));
}
