// The explorer without this file is forms and links. With it, evidence opens beside the map and the
// search box answers while one types (hx- attributes in layout.html).

import htmx from "htmx.org";

// A map that does not fit begins at its middle, where what it is about stands; a path begins at its start.
const stage = document.querySelector(".frame:not(.paths) #stage");
if (stage) stage.scrollLeft = (stage.scrollWidth - stage.clientWidth) / 2;

const openers = "#stage a[data-key], a.opens";

document.addEventListener("click", async (event) => {
  const link = event.target.closest(openers);
  if (!link || !document.getElementById("panel") || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#panel", select: "#panel", swap: "outerHTML", push: "true" });
  document.getElementById("panel").focus();
});

document.addEventListener("keydown", (event) => {
  const hits = document.getElementById("hits");
  const links = [...hits.querySelectorAll("a")];
  if (!links.length || !event.target.closest(".find")) return;
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    hits.replaceChildren();
    document.getElementById("q").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    links[(at + (event.key === "ArrowDown" ? 1 : links.length - 1)) % links.length].focus();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".find")) document.getElementById("hits").replaceChildren();
});
