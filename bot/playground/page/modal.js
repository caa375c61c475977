// The modal that the app has opened for this person: shows it, hands it in, and keeps what was typed when it changes.

import { renderBlock } from "./blocks.js";
import { frame } from "./dialog.js";
import { h, toast } from "./dom.js";
import { keepForm, keptForm } from "./drafts.js";
import { inputBlock, readControl } from "./inputs.js";
import { emojis } from "./mrkdwn.js";
import { ask, on, store } from "./store.js";

let shown = null;

on("view", show);
on("loaded", show);

function show() {
  const view = store.view;
  if (shown && view && shown.view.id === view.id && shown.view.hash === view.hash) return mark(view.errors);
  const kept = shown && view && shown.view.id === view.id ? values(true) : {};
  // What was put in a form that was closed is there again, once it has its fields.
  const known = shown && view && shown.view.id === view.id ? shown.known : new Set();
  gone();
  if (!view) return;
  const act = async (element, block, chosen) => {
    await ask("view/press", { action_id: element.action_id, chosen, values: values() });
  };
  const left = view.callback_id ? keptForm(view) : {};
  for (const block of view.blocks) {
    if (block.type !== "input" || known.has(block.block_id)) continue;
    known.add(block.block_id);
    if (left[block.block_id]) kept[block.block_id] = left[block.block_id];
  }
  const body = h(
    "div",
    { class: "modal-body" },
    view.blocks.map((block) =>
      block.type === "input"
        ? inputBlock(block, kept[block.block_id]?.[block.element.action_id] || {}, act)
        : renderBlock(block, act),
    ),
  );
  const problem = h("p", { class: "error general", role: "alert" });
  const close = h("button", { class: "btn", type: "button", onclick: discarded }, emojis(view.close?.text || "Close"));
  const submit = view.submit && h("button", { class: "btn primary", type: "submit" }, emojis(view.submit.text));
  const form = h(
    "form",
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        hand();
      },
    },
    body,
    h("footer", {}, problem, close, submit),
  );
  const dialog = frame(view.title.text, form, "", closed);
  shown = { view, dialog, form, submit, problem, known };
  mark(view.errors);
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
}

/** Escape and × close a form by mistake, too: what was put in is kept for the next time. */
function closed() {
  const put = changed();
  keepForm(shown.view, put);
  gone();
  if (Object.keys(put).length) toast("What you have put in is kept until you open this form again.");
  ask("view/close", {});
}

/** Cancel keeps nothing. */
function discarded() {
  keepForm(shown.view, {});
  ask("view/close", {});
}

function gone() {
  shown?.dialog.close();
  shown?.dialog.remove();
  shown = null;
}

/** What differs from what the app has filled in. */
function changed() {
  const now = values(true);
  const put = {};
  for (const block of shown.view.blocks) {
    if (block.type !== "input" || !now[block.block_id]) continue;
    const first = inputBlock(block, {}).querySelector("[data-kind]");
    const before = { [block.element.action_id]: readControl(first, block.element) };
    if (JSON.stringify(before) !== JSON.stringify(now[block.block_id])) put[block.block_id] = now[block.block_id];
  }
  return put;
}

function values(whole = false) {
  const all = {};
  for (const block of shown.view.blocks) {
    if (block.type !== "input") continue;
    const control = shown.form.querySelector(`[data-block="${CSS.escape(block.block_id)}"] [data-kind]`);
    if (!control) continue;
    const value = readControl(control, block.element);
    if (!whole) delete value.uploaded;
    all[block.block_id] = { [block.element.action_id]: value };
  }
  return all;
}

/** What is missing or of the wrong shape, found before the app hears of it, as Slack does. */
function missing() {
  const errors = {};
  for (const block of shown.view.blocks) {
    if (block.type !== "input") continue;
    const control = shown.form.querySelector(`[data-block="${CSS.escape(block.block_id)}"] [data-kind]`);
    const value = readControl(control, block.element);
    const empty = Object.values(value).every((each) => each === null || (Array.isArray(each) && !each.length));
    if (empty && !block.optional) errors[block.block_id] = "Please complete this required field.";
    if (!empty && block.element.type === "url_text_input" && !/^https?:\/\/\S+$/.test(value.value))
      errors[block.block_id] = "Please enter a valid link.";
    if (block.element.min_length && value.value && value.value.length < block.element.min_length)
      errors[block.block_id] = `Please enter at least ${block.element.min_length} characters.`;
  }
  return errors;
}

async function hand() {
  const errors = missing();
  mark(errors);
  if (Object.keys(errors).length) return;
  shown.submit.classList.add("busy");
  const sent = shown.view;
  const answer = await ask("view/submit", { values: values() }, { quiet: true });
  shown?.submit?.classList.remove("busy");
  if (answer.ok) keepForm(sent, {});
  if (!answer.ok && shown) shown.problem.textContent = `Not sent: ${answer.error}. Try again.`;
}

function mark(errors) {
  for (const place of shown.form.querySelectorAll(".b-input")) {
    const text = errors[place.dataset.block] || "";
    place.querySelector(".error").textContent = text;
    place.classList.toggle("wrong", Boolean(text));
    for (const control of place.querySelectorAll("input, textarea, select"))
      text ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
  }
  shown.problem.textContent = errors[""] || "";
  shown.form.querySelector(".wrong input, .wrong textarea, .wrong select")?.focus();
}
