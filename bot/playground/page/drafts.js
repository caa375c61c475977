// What was typed and attached and not sent yet: one draft for each channel and thread, whoever is looking elsewhere.

import { store } from "./store.js";

const drafts = new Map();

/** The draft of a channel or thread: { text, files, note }, the same object each time it is asked for. */
export function draftOf(channel, thread = "") {
  const key = `draft ${store.me}/${channel}/${thread}`;
  if (!drafts.has(key)) drafts.set(key, { key, text: remembered(key), files: [], note: "", changed: null });
  return drafts.get(key);
}

const forms = new Map();

/** Keeps what was put in a form that was closed, by block_id; nothing is kept of what is as it was. */
export function keepForm(view, values) {
  if (Object.keys(values).length) forms.set(formKey(view), values);
  else forms.delete(formKey(view));
}

/** What is kept of this form, for this person. */
export function keptForm(view) {
  return forms.get(formKey(view)) || {};
}

function formKey(view) {
  return `${store.me} ${view.callback_id} ${view.private_metadata}`;
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
