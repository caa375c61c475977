// Block Kit as elements. `act(element, block, chosen, control)` is what a press or a choice calls.

import { h, icon } from "./dom.js";
import { date, emojis, link, markdown, plain, textObject } from "./mrkdwn.js";
import { person, store } from "./store.js";
import { confirmed } from "./dialog.js";
import { inputBlock } from "./inputs.js";

export function renderBlocks(blocks, act) {
  return h(
    "div",
    { class: "blocks" },
    blocks.map((block) => renderBlock(block, act)),
  );
}

export function renderBlock(block, act) {
  const make = BLOCKS[block.type];
  return make ? make(block, act) : h("p", { class: "unknown" }, `[${block.type}]`);
}

/** From here on Slack folds a section that it isn't told to show whole. */
const [FOLDED_CHARACTERS, FOLDED_LINES] = [600, 5];

/** A section's text: folded where it is long, unless the app asked for all of it. */
function sectionText(block) {
  const text = block.text?.text || "";
  const long = text.length > FOLDED_CHARACTERS || text.split("\n").length > FOLDED_LINES;
  const shown = textObject(block.text);
  if (!long || block.expand) return shown;
  const box = h("div", { class: "folded" }, shown);
  const more = h("button", { class: "see-more", type: "button" }, "See more");
  more.addEventListener("click", () => {
    box.classList.toggle("folded");
    more.textContent = box.classList.contains("folded") ? "See more" : "See less";
  });
  return [box, more];
}

const BLOCKS = {
  header: (block) => h("h2", { class: "b-header" }, emojis(block.text.text)),
  divider: () => h("hr"),
  section: (block, act) =>
    h(
      "div",
      { class: "b-section" },
      h(
        "div",
        { class: "b-text" },
        sectionText(block),
        block.fields &&
          h(
            "div",
            { class: "b-fields" },
            block.fields.map((field) => h("div", {}, textObject(field))),
          ),
      ),
      block.accessory && h("div", { class: "b-accessory" }, renderElement(block.accessory, block, act)),
    ),
  context: (block) =>
    h(
      "div",
      { class: "b-context" },
      block.elements.map((element) => (element.type === "image" ? picture(element, "small") : textObject(element))),
    ),
  actions: (block, act) =>
    h(
      "div",
      { class: "b-actions" },
      block.elements.map((element) => renderElement(element, block, act)),
    ),
  context_actions: (block, act) =>
    h(
      "div",
      { class: "b-actions quiet" },
      block.elements.map((element) => renderElement(element, block, act)),
    ),
  image: (block) =>
    h("figure", { class: "b-image" }, block.title && h("figcaption", {}, emojis(block.title.text)), picture(block)),
  markdown: (block) => markdown(block.text),
  rich_text: (block) => h("div", { class: "mrkdwn" }, block.elements.map(richText)),
  alert: (block) => h("div", { class: `b-alert ${block.level || "default"}`, role: "note" }, textObject(block.text)),
  plan: (block) =>
    h(
      "section",
      { class: "b-plan" },
      h("p", { class: "plan-title" }, block.title),
      h(
        "ol",
        {},
        (block.tasks || []).map((task) => h("li", {}, taskCard(task))),
      ),
    ),
  task_card: (block) => taskCard(block),
  table: (block) =>
    h(
      "div",
      { class: "b-table" },
      h(
        "table",
        {},
        block.rows.map((row, index) =>
          h(
            "tr",
            {},
            row.map((cell) => h(index ? "td" : "th", {}, cell.text ?? cell.elements?.map(richText))),
          ),
        ),
      ),
    ),
  input: (block, act) => inputBlock(block, {}, act),
};

function taskCard(task) {
  const words = { pending: "waiting", in_progress: "in progress", complete: "done", error: "failed" };
  return h(
    "div",
    { class: `b-task ${task.status}` },
    h(
      "span",
      { class: "task-mark", role: "img", "aria-label": words[task.status] },
      task.status === "complete" ? icon("check", 12) : task.status === "error" ? "!" : null,
    ),
    h(
      "div",
      {},
      h("span", { class: "task-title" }, task.title),
      [task.details, task.output]
        .filter(Boolean)
        .map((text) => h("div", { class: "task-details" }, text.elements.map(richText))),
      task.sources &&
        h(
          "div",
          { class: "task-details" },
          task.sources.flatMap((source) => [link(source.url, source.text), " "]),
        ),
    ),
  );
}

function richText(part) {
  const children = () => (part.elements || []).map(richText);
  switch (part.type) {
    case "rich_text_section":
      return h("div", {}, children());
    case "rich_text_list":
      return h(
        part.style === "ordered" ? "ol" : "ul",
        {},
        (part.elements || []).map((item) => h("li", {}, richText(item))),
      );
    case "rich_text_preformatted":
      return h("pre", {}, children());
    case "rich_text_quote":
      return h("blockquote", {}, children());
    case "link":
      return link(part.url, part.text || part.url);
    case "user":
      return h("span", { class: "mention" }, `@${person(part.user_id).real_name}`);
    case "channel": {
      const channel = store.channels.get(part.channel_id);
      return h("span", { class: "mention" }, `#${channel?.name || "a private channel"}`);
    }
    case "broadcast":
      return h("span", { class: "mention" }, `@${part.range}`);
    case "date":
      return date(String(part.timestamp), part.format, part.url, part.fallback);
    case "emoji":
      return emojis(`:${part.name}:`);
    case "text": {
      const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
      return Object.entries(tags).reduce(
        (inner, [style, tag]) => (part.style?.[style] ? h(tag, {}, inner) : inner),
        part.text,
      );
    }
    default:
      return "";
  }
}

/** Pictures come from outside, and nothing is loaded from outside: their description stands for them. */
function picture(image, kind = "large") {
  return h(
    "span",
    { class: `placeholder ${kind}`, role: "img", "aria-label": image.alt_text, title: image.image_url || "" },
    kind === "large" ? image.alt_text : "",
  );
}

export function renderElement(element, block, act) {
  const press = async (chosen, control) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    act(element, block, chosen, control);
  };
  switch (element.type) {
    case "button":
      return button(element, press);
    case "overflow":
      return overflow(element, press);
    case "static_select":
      return select(element, press, options(element));
    case "users_select":
      return select(element, press, peopleOptions(), "selected_user");
    case "feedback_buttons":
      return h(
        "span",
        { class: "feedback" },
        ["positive_button", "negative_button"].map((which) =>
          h(
            "button",
            {
              class: "quiet",
              title: element[which].text.text,
              onclick: (event) => press({ value: element[which].value }, event.currentTarget),
            },
            emojis(element[which].text.text),
          ),
        ),
      );
    case "icon_button":
      return h(
        "button",
        { class: "quiet", onclick: (event) => press({}, event.currentTarget) },
        emojis(element.text?.text || "…"),
      );
    case "image":
      return picture(element, "medium");
    case "checkboxes":
    case "radio_buttons":
      return h(
        "fieldset",
        { class: "choices" },
        element.options.map((option) => choice(element, option, press)),
      );
    default:
      return h("span", { class: "unknown" }, `[${element.type}]`);
  }
}

function button(element, press) {
  const props = {
    class: `btn ${element.style || ""}`,
    type: "button",
    data: { action: element.action_id },
    "aria-label": element.accessibility_label,
    onclick: (event) => {
      if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
      press({}, event.currentTarget);
    },
  };
  return h("button", props, emojis(element.text.text));
}

function options(element) {
  const all = element.options || element.option_groups.flatMap((group) => group.options);
  return all.map((option) => ({ value: option.value, label: option.text.text, option }));
}

function peopleOptions() {
  return [...store.people.values()].map((each) => ({ value: each.id, label: each.real_name, option: each.id }));
}

function select(element, press, all, key = "selected_option") {
  const chosen = element.initial_option?.value ?? element.initial_user;
  return h(
    "select",
    {
      data: { action: element.action_id },
      "aria-label": element.placeholder?.text || "Choose",
      onchange: (event) => press({ [key]: all[event.target.selectedIndex - 1]?.option }, event.currentTarget),
    },
    h("option", { value: "" }, element.placeholder?.text || "Choose …"),
    all.map((each) => h("option", { value: each.value, selected: each.value === chosen }, plain(each.label))),
  );
}

function overflow(element, press) {
  const menu = h("details", { class: "overflow" }, h("summary", { class: "btn", "aria-label": "More" }, icon("more")));
  menu.append(
    h(
      "div",
      { class: "menu" },
      element.options.map((option) =>
        h(
          "button",
          {
            onclick: (event) => {
              menu.open = false;
              if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
              press({ selected_option: option }, event.currentTarget);
            },
          },
          emojis(option.text.text),
        ),
      ),
    ),
  );
  return menu;
}

function choice(element, option, press) {
  const many = element.type === "checkboxes";
  const first = many
    ? element.initial_options?.some((each) => each.value === option.value)
    : element.initial_option?.value === option.value;
  const box = h("input", {
    type: many ? "checkbox" : "radio",
    name: element.action_id,
    value: option.value,
    checked: Boolean(first),
  });
  box.addEventListener("change", () => {
    const boxes = [...box.closest("fieldset").querySelectorAll("input")];
    const chosen = element.options.filter((_, index) => boxes[index].checked);
    press(many ? { selected_options: chosen } : { selected_option: chosen[0] }, box);
  });
  return h(
    "label",
    {},
    box,
    textObject(option.text),
    option.description && h("small", {}, textObject(option.description)),
  );
}
