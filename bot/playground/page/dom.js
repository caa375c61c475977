// Makes elements. Nothing here takes HTML: what people and the app write only ever becomes text.

/** h("button", {class: "quiet", onclick: send}, "Send") */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const SHAPES = {
  eyes: "M1.500 8s1.200-3 3-3 3 3 3 3-1.200 3-3 3-3-3-3-3zM8.500 8s1.200-3 3-3 3 3 3 3-1.200 3-3 3-3-3-3-3zM4.500 7.500v1M11.500 7.500v1",
  white_check_mark: "M2.500 2.500h11v11h-11zM5 8l2.200 2.500L11 5.500",
  hash: "M6 3 4.500 13M11.500 3 10 13M2.500 6h11.500M2 10h11.500",
  lock: "M4 7.500h8v6H4zM5.500 7.500V5.500a2.500 2.500 0 0 1 5 0v2",
  clip: "M12.500 7.500 8 12a3 3 0 0 1-4.300-4.300L9 2.500a2 2 0 0 1 2.900 2.900L6.700 10.500a1 1 0 0 1-1.400-1.400l4.400-4.400",
  send: "M2.500 8 13.500 3l-3.500 10.500-2.500-4.500zM7.500 9l6-6",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M10 3 5 8l5 5",
  menu: "M2.500 4.500h11M2.500 8h11M2.500 11.500h11",
  reply: "M6.500 4 2.500 8l4 4M2.500 8h7a4 4 0 0 1 4 4",
  link: "M6.500 9.500a3 3 0 0 0 4.200 0l2-2a3 3 0 0 0-4.200-4.200l-.7.7M9.500 6.500a3 3 0 0 0-4.200 0l-2 2a3 3 0 0 0 4.200 4.200l.7-.7",
  spark: "M8 2v4M8 10v4M2 8h4M10 8h4M4 4l2 2M10 10l2 2M12 4l-2 2M6 10l-2 2",
  down: "M8 2.500v8M4.500 7.500 8 11l3.500-3.500M3 13.500h10",
  check: "M3 8.500 6.500 12 13 4.500",
  more: "M3.500 8h.01M8 8h.01M12.500 8h.01",
  eye: "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 6.300a1.700 1.700 0 1 1 0 3.400 1.700 1.700 0 0 1 0-3.400",
  page: "M4 1.800h5.500L12.500 5v9.200H4zM9.500 1.800V5h3",
};

/** A line drawing of 16 × 16, hidden from screen readers. */
export const hasIcon = (name) => name in SHAPES;

export function icon(name, size = 16) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = {
    viewBox: "0 0 16 16",
    width: size,
    height: size,
    fill: "none",
    stroke: "currentColor",
    "aria-hidden": "true",
  };
  const more = { "stroke-width": name === "more" ? 2.4 : 1.4, "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [key, value] of Object.entries({ ...attributes, ...more })) svg.setAttribute(key, value);
  svg.classList.add("icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** What finds a control again in a message that was drawn anew; "" for what has no name of its own. */
export function selectorOf(element) {
  if (element?.dataset.action) return `[data-action="${CSS.escape(element.dataset.action)}"]`;
  if (element?.getAttribute("aria-label")) return `[aria-label="${CSS.escape(element.getAttribute("aria-label"))}"]`;
  return element?.classList.contains("summary") ? ".summary" : "";
}

/** Whether rail, channel and thread stand side by side; the same bound as in narrow.css. */
export function wide() {
  return window.matchMedia("(min-width: 901px)").matches;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const CLOCK = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });

export function clock(ts) {
  return CLOCK.format(Number(ts) * 1000);
}

/** The time without AM or PM, for where there is little room. */
export function shortClock(ts) {
  const parts = CLOCK.formatToParts(Number(ts) * 1000).filter((part) => part.type !== "dayPeriod");
  return parts.map((part) => part.value).join("").trim();
}

export function day(ts) {
  const date = new Date(Number(ts) * 1000);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  return date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}

/** A note at the foot of the page for some seconds; within an open dialog, which covers all else. */
export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  const dialog = document.querySelector("dialog[open]");
  const place = dialog ? h("div", { class: "toasts", role: "status" }) : document.getElementById("toasts");
  if (dialog) dialog.append(place);
  place.append(note);
  setTimeout(() => (dialog ? place : note).remove(), 6000);
}
