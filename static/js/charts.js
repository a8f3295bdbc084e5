// Charts that answer to the pointer. The drawing stands first; the library is fetched when asked for.

let loading;

function library(address) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => { loading = undefined; script.remove(); failed(new Error(address)); };
    document.head.append(script);
  });
  return loading;
}

for (const part of document.querySelectorAll("[data-explore]")) {
  const button = part.querySelector("button");
  const note = part.querySelector("[role=status]");
  const place = part.querySelector(".explore-figure");
  const { data, layout } = JSON.parse(part.querySelector("script").textContent);
  const drawings = part.closest("figure").querySelectorAll(".chart-wide, .chart-narrow");
  const label = button.firstChild;
  part.hidden = false;

  const show = (open) => {
    place.hidden = !open;
    for (const drawing of drawings) drawing.hidden = open;
    button.setAttribute("aria-expanded", String(open));
    label.textContent = open ? button.dataset.close : button.dataset.open;
  };

  button.addEventListener("click", async () => {
    if (!place.hidden) { show(false); return; }
    button.disabled = true;
    note.hidden = true;
    try {
      const Plotly = await library(part.dataset.plotly);
      show(true);
      await Plotly.react(place, data, layout, { displayModeBar: false, responsive: true });
    } catch {
      show(false);
      note.textContent = button.dataset.failed;
      note.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
