// The inputs of modals: each makes its control, and reads it in the form that view.state has.

import { h, size, toast } from "./dom.js";
import { emojis, plain, textObject } from "./mrkdwn.js";
import { ask, channelName, store } from "./store.js";

// What Slack takes for a file input ("File input element").
const LARGEST_BYTES = 10_000_000;

/** A labelled input. `kept` is what stood in it before, `act` is called where the block dispatches actions. */
export function inputBlock(block, kept, act) {
  const element = block.element;
  const id = `${block.block_id}-${element.action_id}`;
  const control = makeControl(element, id, kept);
  const told = [block.hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const focused = element.type === "file_input" ? control.querySelector("input") : control;
  focused.setAttribute("aria-describedby", told);
  if (control.matches("fieldset")) control.setAttribute("aria-labelledby", `${id}-label`);
  if (block.dispatch_action && act)
    control.addEventListener("change", () => act(element, block, readControl(control, element), control));
  return h(
    "div",
    { class: "b-input", data: { block: block.block_id } },
    h(
      "label",
      { for: id, id: `${id}-label` },
      emojis(block.label.text),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    control,
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, emojis(block.hint.text)),
    h("p", { class: "error", role: "alert", id: `${id}-error` }),
  );
}

function makeControl(element, id, kept = {}) {
  const base = { id, data: { action: element.action_id, kind: element.type }, placeholder: element.placeholder?.text };
  const text = (type) =>
    h("input", { ...base, type, value: kept.value ?? element.initial_value ?? "", autocomplete: "off" });
  switch (element.type) {
    case "plain_text_input": {
      const limits = { maxlength: element.max_length ? String(element.max_length) : null };
      if (!element.multiline)
        return Object.assign(h("input", { ...base, ...limits, type: "text", autocomplete: "off" }), {
          value: kept.value ?? element.initial_value ?? "",
        });
      return Object.assign(h("textarea", { ...base, ...limits, rows: "4" }), {
        value: kept.value ?? element.initial_value ?? "",
      });
    }
    case "url_text_input":
      return text("url");
    case "email_text_input":
      return text("email");
    case "number_input":
      return h("input", {
        ...base,
        type: "number",
        min: element.min_value,
        max: element.max_value,
        step: element.is_decimal_allowed ? "any" : "1",
        value: kept.value ?? element.initial_value ?? "",
      });
    case "datepicker":
      return h("input", { ...base, type: "date", value: kept.selected_date ?? element.initial_date ?? "" });
    case "timepicker":
      return h("input", { ...base, type: "time", value: kept.selected_time ?? element.initial_time ?? "" });
    case "static_select":
      return select(base, optionsOf(element), kept.selected_option ?? element.initial_option);
    case "multi_static_select":
    case "checkboxes":
      return boxes(base, element, "checkbox", kept.selected_options ?? element.initial_options ?? []);
    case "radio_buttons":
      return boxes(base, element, "radio", [kept.selected_option ?? element.initial_option].filter(Boolean));
    case "users_select":
      return entity(
        base,
        [...store.people.values()].map((person) => [person.id, person.real_name]),
        kept.selected_user ?? element.initial_user,
      );
    case "channels_select":
    case "conversations_select": {
      const all = [...store.channels.values()]
        .filter((channel) => channel.name || element.type === "conversations_select")
        .map((channel) => [channel.id, `${channel.name ? "#" : ""}${channelName(channel)}`]);
      const current = element.default_to_current_conversation ? store.channel : null;
      const first = element.initial_channel ?? element.initial_conversation ?? current;
      const known = "selected_channel" in kept || "selected_conversation" in kept;
      return entity(base, all, known ? (kept.selected_channel ?? kept.selected_conversation) : first);
    }
    case "file_input":
      return fileInput(base, element, kept.uploaded || []);
    default:
      return h("p", { ...base, class: "unknown" }, `[${element.type}]`);
  }
}

function optionsOf(element) {
  return element.options || element.option_groups.flatMap((group) => group.options);
}

function select(base, options, chosen) {
  return h(
    "select",
    base,
    h("option", { value: "" }, base.placeholder || "Choose …"),
    options.map((option) =>
      h("option", { value: option.value, selected: option.value === chosen?.value }, plain(option.text.text)),
    ),
  );
}

function entity(base, all, chosen) {
  return h(
    "select",
    base,
    h("option", { value: "" }, base.placeholder || "Choose …"),
    all.map(([value, label]) => h("option", { value, selected: value === chosen }, label)),
  );
}

function boxes(base, element, type, chosen) {
  const { placeholder, ...rest } = base;
  return h(
    "fieldset",
    { ...rest, class: "choices" },
    optionsOf(element).map((option) =>
      h(
        "label",
        {},
        h("input", {
          type,
          id: `${base.id}-${option.value}`,
          name: base.id,
          value: option.value,
          checked: chosen.some((each) => each.value === option.value),
        }),
        textObject(option.text),
        option.description && h("small", {}, textObject(option.description)),
      ),
    ),
  );
}

function fileInput(base, element, uploaded) {
  const { placeholder, ...rest } = base;
  const list = h("ul", { class: "chips" });
  const accept = (element.filetypes || []).map((type) => `.${type}`).join(",");
  const most = element.max_files ?? 10;
  const picker = h("input", { type: "file", id: base.id, multiple: most > 1, accept });
  const box = h(
    "div",
    { ...rest, class: "file-drop" },
    picker,
    h("label", { class: "btn", for: base.id }, most > 1 ? "Choose files" : "Choose a file"),
    h("span", {}, most > 1 ? "or drop them here" : "or drop it here"),
    list,
  );
  box.removeAttribute("id");
  box.uploaded = [...uploaded];
  const show = () =>
    list.replaceChildren(
      ...box.uploaded.map((file) =>
        h(
          "li",
          {},
          `${file.name} · ${size(file.size)}`,
          h(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                box.uploaded = box.uploaded.filter((other) => other !== file);
                show();
                picker.focus();
              },
            },
            "×",
          ),
        ),
      ),
    );
  const add = async (files) => {
    const fit = [...files].filter((file) => file.size && file.size <= LARGEST_BYTES);
    const room = most - box.uploaded.length;
    if (fit.length < files.length) toast("A form takes no empty files and none over 10 MB, as in Slack.");
    else if (fit.length > room) toast(`This field takes ${most} ${most > 1 ? "files" : "file"}.`);
    const form = new FormData();
    for (const file of fit.slice(0, room)) form.append("files", file);
    const answer = form.has("files") && (await ask("upload", form));
    if (answer.ok) box.uploaded = [...box.uploaded, ...answer.files];
    picker.value = "";
    show();
  };
  picker.addEventListener("change", () => picker.files.length && add(picker.files));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer.files.length) add(event.dataTransfer.files);
  });
  show();
  return box;
}

/** What a control holds, as Slack's view.state.values has it. */
export function readControl(control, element) {
  const chosen = () => {
    const values = [...control.querySelectorAll("input:checked")].map((input) => input.value);
    return optionsOf(element).filter((option) => values.includes(option.value));
  };
  switch (element.type) {
    case "static_select":
      return { selected_option: optionsOf(element).find((option) => option.value === control.value) ?? null };
    case "radio_buttons":
      return { selected_option: chosen()[0] ?? null };
    case "checkboxes":
    case "multi_static_select":
      return { selected_options: chosen() };
    case "users_select":
      return { selected_user: control.value || null };
    case "channels_select":
      return { selected_channel: control.value || null };
    case "conversations_select":
      return { selected_conversation: control.value || null };
    case "datepicker":
      return { selected_date: control.value || null };
    case "timepicker":
      return { selected_time: control.value || null };
    case "file_input":
      return { files: control.uploaded.map((file) => file.id), uploaded: control.uploaded };
    default:
      return { value: control.value || null };
  }
}
