// What was typed and attached and not sent yet: one draft for each channel and thread, whoever is looking elsewhere.

import { store } from "./store.js";

const drafts = new Map();

/** The draft of a channel or thread: { text, files, note }, the same object each time it is asked for. */
export function draftOf(channel, thread = "") {
  const key = `draft ${store.me}/${channel}/${thread}`;
  if (!drafts.has(key)) drafts.set(key, { key, text: remembered(key), files: [], note: "", changed: null });
  return drafts.get(key);
}

/** Keeps the text for a reload of the page; files can't be kept that long. */
export function remember(draft) {
  try {
    if (draft.text) sessionStorage.setItem(draft.key, draft.text);
    else sessionStorage.removeItem(draft.key);
  } catch {
    // A browser that keeps nothing loses drafts with a reload, and only then.
  }
}

function remembered(key) {
  try {
    return sessionStorage.getItem(key) || "";
  } catch {
    return "";
  }
}
