// The inputs of modals: each makes its control, and reads it in the form that view.state has.

import { h, size } from "./dom.js";
import { emojis, plain, textObject } from "./mrkdwn.js";
import { ask, store } from "./store.js";

/** A labelled input. `kept` is what stood in it before, `act` is called where the block dispatches actions. */
export function inputBlock(block, kept, act) {
  const element = block.element;
  const id = `${block.block_id}-${element.action_id}`;
  const control = makeControl(element, id, kept);
  if (block.dispatch_action && act)
    control.addEventListener("change", () => act(element, block, readControl(control, element), control));
  return h(
    "div",
    { class: "b-input", data: { block: block.block_id } },
    h(
      "label",
      { for: id },
      emojis(block.label.text),
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    control,
    block.hint && h("p", { class: "hint" }, emojis(block.hint.text)),
    h("p", { class: "error", role: "alert" }),
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
        .filter((channel) => channel.name)
        .map((channel) => [channel.id, `#${channel.name}`]);
      return entity(
        base,
        all,
        kept.selected_channel ?? kept.selected_conversation ?? element.initial_channel ?? element.initial_conversation,
      );
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
  const picker = h("input", { type: "file", id: base.id, multiple: (element.max_files ?? 10) > 1, accept });
  const box = h(
    "div",
    { ...rest, class: "file-drop" },
    picker,
    h("label", { class: "btn", for: base.id }, "Choose a file"),
    h("span", {}, "or drop it here"),
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
              },
            },
            "×",
          ),
        ),
      ),
    );
  const add = async (files) => {
    const form = new FormData();
    for (const file of files) form.append("files", file);
    const answer = await ask("upload", form);
    if (answer.ok) box.uploaded = [...box.uploaded, ...answer.files].slice(-(element.max_files ?? 10));
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
