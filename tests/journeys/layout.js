// What is wrong with how the open page is laid out, in sentences; nothing when all is right.
() => {
  const MOST_IN_VIEW = document.documentElement.clientWidth;
  const LEAST_TARGET = 24;
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])";

  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true })
      && !element.closest(".visually-hidden, .skip");
  };
  const named = (element) => {
    const words = (element.innerText || element.value || "").trim().slice(0, 40);
    return `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${words}`;
  };
  const seen = [...document.body.querySelectorAll("*")].filter(isSeen);
  const scrolls = (element) => {
    for (let part = element; part; part = part.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(part).overflowX)) return true;
    }
    return false;
  };

  const tooWide = () => {
    if (document.documentElement.scrollWidth <= MOST_IN_VIEW) return [];
    const over = seen.filter((e) => e.getBoundingClientRect().right > MOST_IN_VIEW + 1 && !scrolls(e));
    const [first] = over.filter((e) => !over.some((inner) => inner !== e && e.contains(inner)));
    return [`wider than the screen: ${document.documentElement.scrollWidth}, ${first && named(first)}`];
  };

  const cutOff = () => seen
    .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX))
    .filter((e) => [...e.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim()))
    .filter((e) => e.scrollWidth > e.clientWidth + 1)
    .map((e) => `cut off: ${named(e)}`);

  // A link among words is as high as its line.
  const isAmongWords = (link) => {
    if (link.localName !== "a" || getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const words = (e) => e.innerText.replace(/[\s·,、()（）]/g, "");
    const linked = [...block.querySelectorAll("a[href]")].map(words).join("");
    return words(block).length > linked.length;
  };
  const targetOf = (element) => {
    const parts = [element, ...(["radio", "checkbox", "file"].includes(element.type) ? element.labels : [])];
    const boxes = parts.map((part) => part.getBoundingClientRect());
    return {
      width: Math.max(...boxes.map((box) => box.width)),
      height: Math.max(...boxes.map((box) => box.height)),
    };
  };
  const tooSmall = () => [...document.querySelectorAll(TARGETS)]
    .filter((e) => isSeen(e) && !isAmongWords(e))
    .map((e) => [e, targetOf(e)])
    // How near links may stand side by side is among the rules of accessibility.
    .filter(([e, box]) => Math.min(e.localName === "a" ? LEAST_TARGET : box.width, box.height) < LEAST_TARGET - 0.1)
    .map(([e, box]) => `a target of ${Math.round(box.width)} x ${Math.round(box.height)}: ${named(e)}`);

  const stuck = () => seen
    .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && !e.closest("dialog"))
    .map((e) => `may cover the focus: ${named(e)}`);

  const several = (what, selector) => {
    const found = [...document.querySelectorAll(selector)].filter((e) => isSeen(e) && !e.closest("dialog"));
    return found.length > 1 ? [`${found.length} ${what}: ${found.map(named).join("; ")}`] : [];
  };

  return {
    width: tooWide(),
    all: [
      ...tooWide(), ...cutOff(), ...tooSmall(), ...stuck(),
      ...several("primary buttons", ".btn-primary, .act-first, .submit-row .default"),
      ...several("next steps", ".next, .next-sentence"),
    ],
  };
}
