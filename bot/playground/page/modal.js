// The modal that the app has opened for this person: shows it, hands it in, and keeps what was typed when it changes.

import { renderBlock } from "./blocks.js";
import { frame } from "./dialog.js";
import { h } from "./dom.js";
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
  shown?.dialog.close();
  shown?.dialog.remove();
  shown = null;
  if (!view) return;
  const act = async (element, block, chosen) => {
    await ask("view/press", { action_id: element.action_id, chosen, values: values() });
  };
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
  const close = h("button", { class: "btn", type: "button", onclick: closed }, emojis(view.close?.text || "Close"));
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
  shown = { view, dialog, form, submit, problem };
  mark(view.errors);
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
}

function closed() {
  ask("view/close", {});
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
  const answer = await ask("view/submit", { values: values() }, { quiet: true });
  shown?.submit?.classList.remove("busy");
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
