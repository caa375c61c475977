// Where someone reads in a list of messages: the newest stays in view for whoever is at the end, and for nobody else.

/** Pixels from the end that still count as being there. */
const NEAR = 80;

/** list → whether the end is read, and how far down that was last seen. */
const places = new WeakMap();

const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) stay(target);
});

/** Begins at the end, or this many pixels down, where an earlier list was left. */
export function follow(list, top = null) {
  toEnd(list);
  if (top !== null) {
    list.scrollTop = top;
    places.set(list, { end: false, top });
  }
  list.addEventListener("scroll", () => moved(list));
  resized.observe(list);
}

/** Whether the newest message is in view, so that the next one should be, too. */
export function readsEnd(list) {
  return places.get(list).end;
}

/** After a change: the end again, if that is what was read. */
export function stay(list) {
  if (readsEnd(list)) toEnd(list);
}

export function toEnd(list) {
  list.scrollTop = list.scrollHeight;
  places.set(list, { end: true, top: list.scrollTop });
}

/** Only a move up leaves the end. Lines that wrap anew when a thread opens move it away too, and nobody has scrolled. */
function moved(list) {
  const { end, top } = places.get(list);
  const distance = list.scrollHeight - list.scrollTop - list.clientHeight;
  places.set(list, { end: distance < NEAR || (end && list.scrollTop >= top), top: list.scrollTop });
}
