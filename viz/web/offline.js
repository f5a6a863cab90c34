// The interactive file: map, filters, search and evidence. Texts reach the page as canvas labels or as
// copies of nodes that the page already holds; none is parsed as HTML.

import { DataSet } from "vis-data/esnext";
import { Network } from "vis-network/esnext";
import { trace } from "./shapes.js";

const data = JSON.parse(document.getElementById("data").textContent);
const looks = new Map(data.nodes.map((node) => [node.id, node]));
const dark = matchMedia("(prefers-color-scheme: dark)");
const panel = document.getElementById("panel");
const rows = [...document.querySelectorAll("tr[data-key]")];
const proofs = new Map([...document.querySelectorAll("[data-proof]")].map((one) => [one.dataset.proof, one]));
const welcome = [...panel.childNodes];
const hidden = new Set();
let chosen = "";
let asked = null;

const colours = () => data.colours[dark.matches ? "dark" : "light"];

function drawChip({ ctx, id, x, y, state }) {
  const look = looks.get(id);
  return {
    drawNode() {
      ctx.save();
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.roundRect(x - look.wide / 2, y - look.high / 2, look.wide, look.high, 12);
      ctx.fillStyle = colours().ground;
      ctx.fill();
      ctx.strokeStyle = state.selected ? colours().accent : colours().faint;
      ctx.lineWidth = state.selected ? 2.5 : 1.2;
      ctx.stroke();
      const lines = look.label.split("\n");
      lines.forEach((line, i) => {
        write(ctx, line, x, y + 4 + 14 * (i - (lines.length - 1) / 2), `${i ? 400 : 600} 12px ${data.font}`, colours().ink);
      });
      ctx.restore();
    },
    nodeDimensions: { width: look.wide, height: look.high },
  };
}

function drawNode({ ctx, id, x, y, state }) {
  const look = looks.get(id);
  const r = look.size;
  return {
    drawNode() {
      ctx.save();
      ctx.lineJoin = "round";
      ctx.setLineDash([]);
      if (look.centre || state.selected) {
        ctx.beginPath();
        ctx.arc(x, y, r + 7, 0, 2 * Math.PI);
        ctx.strokeStyle = state.selected ? "#C14A00" : colours().accent;
        ctx.lineWidth = state.selected ? 3 : 2;
        ctx.stroke();
      }
      trace(ctx, look.form, x, y, r);
      ctx.fillStyle = look.fill;
      ctx.fill();
      ctx.strokeStyle = look.line;
      ctx.lineWidth = 2;
      if (look.dash.length) {
        trace(ctx, look.form, x, y, r + 4);
        ctx.setLineDash(look.dash);
      }
      ctx.stroke();
      if (look.symbol) write(ctx, look.symbol, x, y + r * 0.36, `700 ${r * 1.05}px ${data.font}`, look.ink);
      ctx.restore();
    },
    drawExternalLabel() {
      ctx.save();
      ctx.lineJoin = "round";
      ctx.setLineDash([]);
      ctx.lineWidth = 4;
      ctx.strokeStyle = colours().ground;
      const font = `${look.centre ? 600 : 400} 12px ${data.font}`;
      look.label.split("\n").forEach((line, i) => {
        write(ctx, line, x, y + r + (look.centre ? 23 : 16) + 14 * i, font, colours().ink, true);
      });
      ctx.restore();
    },
    nodeDimensions: { width: 2 * r + 8, height: 2 * r + 8 },
  };
}

function write(ctx, text, x, y, font, colour, halo = false) {
  ctx.font = font;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  if (halo) ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

const nodes = new DataSet(data.nodes.map((node) => ({ ...node, ctxRenderer: node.form === "chip" ? drawChip : drawNode })));
const edges = new DataSet(data.edges);
const network = new Network(document.getElementById("map"), { nodes, edges }, options());

function options() {
  const { ground, ink, tie, accent } = colours();
  return {
    physics: false,
    autoResize: true,
    layout: { improvedLayout: false },
    interaction: { hover: false, dragNodes: true, keyboard: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
    nodes: { chosen: false },
    edges: {
      smooth: data.kind === "path" ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } : false,
      color: { color: tie, highlight: accent, hover: tie, inherit: false },
      font: { color: ink, size: 12, face: data.font, strokeWidth: 4, strokeColor: ground, multi: false },
      arrows: { to: { scaleFactor: 0.6 } },
      arrowStrikethrough: false,
      hoverWidth: 0,
      selectionWidth: 2,
    },
  };
}

// What is shown ------------------------------------------------------------------------------------------

function ticked(name) {
  return new Set([...document.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value));
}

function show() {
  const kinds = ticked("kind");
  const states = ticked("state");
  const admitted = data.ties.filter((tie) => kinds.has(tie.kind) && states.has(tie.state) && !tie.ends.some((end) => hidden.has(end)));
  const tied = new Set(admitted.flatMap((tie) => tie.ends));
  const kept = new Set(admitted.map((tie) => tie.key));
  const seen = new Set(data.nodes.filter((node) => !hidden.has(node.id) && (node.centre || tied.has(node.id))).map((node) => node.id));
  nodes.update(data.nodes.map(({ id }) => ({ id, hidden: !seen.has(id) && !kept.has(id) })));
  edges.update(edges.map(({ id, tie }) => ({ id, hidden: !kept.has(tie) })));
  const sought = fold(document.getElementById("search").value);
  for (const row of rows) {
    const { key } = row.dataset;
    row.hidden = !(seen.has(key) || kept.has(key)) || !fold(row.textContent + (proofs.get(key)?.textContent ?? "")).includes(sought);
  }
  document.getElementById("counts").textContent = `${count(seen.size, "actor")}, ${count(kept.size, "tie")}`;
}

const count = (number, noun) => `${number} ${noun}${Number(number) === 1 ? "" : "s"}`;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

// Evidence ------------------------------------------------------------------------------------------------

function element(tag, text, press) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (press) {
    made.type = "button";
    made.addEventListener("click", press);
  }
  return made;
}

function open(key, focus = true) {
  const row = rows.find((one) => one.dataset.key === key);
  if (!row) return;
  chosen = key;
  for (const one of rows) one.toggleAttribute("aria-current", one === row);
  const isNode = !proofs.has(key);
  const ties = isNode ? data.ties.filter((tie) => tie.ends.includes(key)).map((tie) => tie.key) : [key];
  const actions = element("div", "");
  actions.className = "actions";
  actions.append(element("button", "Centre", () => centre(key)), element("button", isNode ? "Hide" : "Close", () => (isNode ? hide(key) : close())));
  const cells = [...row.cells].slice(1).map((cell) => cell.textContent.trim()).filter((text) => text && text !== "–");
  if (!isNode) cells.push(count(cells.pop(), "claim"));
  const facts = cells.join(" · ");
  panel.classList.toggle("one", !isNode);
  panel.replaceChildren(element("h2", row.querySelector("button").textContent), element("p", facts), actions, ...ties.map((id) => proofs.get(id).cloneNode(true)));
  network.unselectAll();
  if (looks.has(key)) network.selectNodes([key], false);
  else network.selectEdges(edges.getIds({ filter: (edge) => edge.tie === key }));
  history.replaceState(null, "", `#${encodeURIComponent(key)}`);
  if (focus) panel.focus();
}

function close() {
  chosen = "";
  panel.replaceChildren(...welcome);
  network.unselectAll();
  for (const row of rows) row.removeAttribute("aria-current");
  history.replaceState(null, "", "#");
  asked?.focus();
}

// vis-network's own fit knows nothing of the names below the shapes. What would be too small to read is cut
// around the centre instead (a path: after its beginning), and can be dragged.
function fit() {
  const xs = data.nodes.flatMap((node) => [node.x - 75, node.x + 75]);
  const ys = data.nodes.flatMap((node) => [node.y - 40, node.y + 75]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { clientWidth, clientHeight } = document.getElementById("map");
  const whole = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.4);
  const path = data.kind === "path";
  const scale = Math.max(whole, path ? 0.6 : 0.8);
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const about = data.nodes.find((node) => node.centre);
  if (scale > whole && about) Object.assign(position, path ? { x: left + clientWidth / scale / 2 } : { x: about.x, y: about.y });
  network.moveTo({ position, scale, animation: false });
}

function centre(key) {
  if (looks.has(key)) network.focus(key, { scale: 1.2, animation: false });
  else network.fit({ nodes: key.split("~"), animation: false });
}

function hide(key) {
  hidden.add(key);
  close();
  show();
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  asked = null;
  if (node ?? edge) open(node ?? edges.get(edge).tie);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open]");
  if (!button) return;
  asked = button;
  open(button.dataset.open);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen) close();
});
document.getElementById("filters").addEventListener("input", show);
document.getElementById("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = rows.find((row) => !row.hidden);
  if (first) open(first.dataset.key);
  if (first) centre(first.dataset.key);
});
document.getElementById("fit").addEventListener("click", () => {
  hidden.clear();
  show();
  fit();
});
dark.addEventListener("change", () => {
  network.setOptions(options());
  network.redraw();
});

document.documentElement.classList.add("scripted");
show();
fit();
network.on("resize", fit);
if (location.hash.length > 1) open(decodeURIComponent(location.hash.slice(1)), false);
document.documentElement.dataset.ready = "yes";
