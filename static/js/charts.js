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

// The library measures where the pointer is from the edge of the area that it moves in. A radar's is a
// polygon, narrower than the circle that is meant: four specks on the circle make it as wide.
function widen(place) {
  for (const area of place.querySelectorAll("path.maindrag")) {
    const outline = area.getAttribute("d");
    if (outline.includes("h.1")) continue;
    const r = Math.hypot(...outline.match(/-?\d[\d.]*(e-?\d+)?/g).slice(0, 2));
    area.setAttribute("d", `${outline}M${-r},0h.1M${r},0h-.1M0,${-r}v.1M0,${r}v-.1`);
  }
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
      widen(place);
      place.removeAllListeners("plotly_afterplot");
      place.on("plotly_afterplot", () => widen(place));
    } catch {
      show(false);
      note.textContent = button.dataset.failed;
      note.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
