// The field for writing: text, files, mentions and slash commands with their completion.

import { h, icon, size } from "./dom.js";
import { ask, channelName, person, store } from "./store.js";

export function composer(channel, thread = "") {
  const where = thread ? "Reply …" : `Message ${channel.kind === "im" ? "" : "#"}${channelName(channel)}`;
  const field = h("textarea", {
    id: thread ? "reply" : "composer",
    rows: "1",
    placeholder: where,
    "aria-label": where,
    autocomplete: "off",
    "aria-autocomplete": "list",
  });
  const picker = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": "Attach files",
    data: { attach: "" },
  });
  const chips = h("ul", { class: "chips" });
  const menu = h("div", { class: "completion", role: "listbox", hidden: true });
  const send = h(
    "button",
    { class: "send", type: "submit", "aria-label": "Send", title: "Send (Enter)" },
    icon("send", 18),
  );
  let files = [];
  let offers = [];
  let chosen = 0;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    form.classList.toggle("ready", Boolean(field.value.trim() || files.length));
  };

  const showFiles = () => {
    chips.replaceChildren(
      ...files.map((file) =>
        h(
          "li",
          {},
          icon("page", 14),
          `${file.name} · ${size(file.size)}`,
          h(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                files = files.filter((other) => other !== file);
                showFiles();
              },
            },
            "×",
          ),
        ),
      ),
    );
    grow();
  };

  const add = (more) => {
    files = [...files, ...more];
    showFiles();
    field.focus();
  };

  const offer = () => {
    offers = completions(field, thread);
    chosen = 0;
    menu.hidden = !offers.length;
    menu.replaceChildren(
      ...offers.map((each, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            "aria-selected": String(index === 0),
            onmousedown: (event) => {
              event.preventDefault();
              take(each);
            },
          },
          h("strong", {}, each.label),
          " ",
          h("span", { class: "usage" }, each.usage),
          h("small", {}, each.about),
        ),
      ),
    );
  };

  const take = (each) => {
    const start = field.value.slice(0, field.selectionStart).length - each.typed;
    field.setRangeText(`${each.insert} `, start, field.selectionStart, "end");
    menu.hidden = true;
    offers = [];
    grow();
    field.focus();
  };

  const submit = async () => {
    const text = field.value.trim();
    if (!text && !files.length) return;
    const command = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(text);
    if (command && store.commands.some((each) => each.command === command[1]) && !thread && !files.length) {
      clear();
      await ask("command", { channel: channel.id, command: command[1], text: command[2] || "" });
      return;
    }
    if (command && store.commands.some((each) => each.command === command[1])) {
      form.querySelector(".composer-note").textContent =
        `${command[1]} ${thread ? "doesn't work in threads" : "can't take files"}: that is so in Slack, too.`;
      return;
    }
    const form_data = new FormData();
    form_data.set("channel", channel.id);
    form_data.set("text", text);
    if (thread) form_data.set("thread_ts", thread);
    for (const file of files) form_data.append("files", file);
    clear();
    await ask("message", form_data);
  };

  const clear = () => {
    field.value = "";
    files = [];
    form.querySelector(".composer-note").textContent = "";
    showFiles();
    offer();
  };

  field.addEventListener("input", () => {
    grow();
    offer();
  });
  field.addEventListener("blur", () => {
    menu.hidden = true;
  });
  field.addEventListener("keydown", (event) => {
    if (!menu.hidden && offers.length) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
        [...menu.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === chosen)));
        return;
      }
      if (event.key === "Tab" || (event.key === "Enter" && field.value.trim() !== offers[chosen].insert)) {
        event.preventDefault();
        take(offers[chosen]);
        return;
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        menu.hidden = true;
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  picker.addEventListener("change", () => {
    add([...picker.files]);
    picker.value = "";
  });

  const attach = h(
    "button",
    {
      class: "icon-btn",
      type: "button",
      title: "Attach a file",
      "aria-label": "Attach a file",
      onclick: () => picker.click(),
    },
    icon("clip", 18),
  );
  const slash =
    !thread &&
    h(
      "button",
      {
        class: "icon-btn slash",
        type: "button",
        title: "Slash command",
        "aria-label": "Slash command",
        onclick: () => {
          field.value = `${store.commands[0]?.command || "/"} `;
          grow();
          field.focus();
          offer();
        },
      },
      "/",
    );
  const form = h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    menu,
    chips,
    field,
    picker,
    h("div", { class: "composer-bar" }, attach, slash, h("span", { class: "composer-note", role: "status" }), send),
  );
  return { form, add };
}

/** What the text before the cursor could become: a command at the start, or a person after an @. */
function completions(field, thread) {
  const before = field.value.slice(0, field.selectionStart);
  if (/^\/\S*$/.test(before) && !thread) {
    return store.commands
      .filter((each) => each.command.startsWith(before))
      .map((each) => ({
        label: each.command,
        usage: each.usage_hint || "",
        about: each.description,
        insert: each.command,
        typed: before.length,
      }));
  }
  const mention = /(?:^|\s)@(\w*)$/.exec(before);
  if (!mention) return [];
  const wanted = mention[1].toLowerCase();
  return [...store.people.values()]
    .filter((each) => each.name.startsWith(wanted) || each.real_name.toLowerCase().startsWith(wanted))
    .map((each) => ({
      label: person(each.id).real_name,
      usage: "",
      about: each.title,
      insert: `@${each.name}`,
      typed: wanted.length + 1,
    }));
}

/** Files may be dropped anywhere on this element. */
export function dropZone(element, label, add) {
  let depth = 0;
  const veil = h("div", { class: "veil", hidden: true }, h("div", {}, icon("down", 28), h("p", {}, label)));
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  element.append(veil);
  element.ondragenter = (event) => {
    if (carries(event)) {
      depth += 1;
      veil.hidden = false;
    }
  };
  element.ondragleave = (event) => {
    if (carries(event)) {
      depth -= 1;
      veil.hidden = depth <= 0;
    }
  };
  element.ondragover = (event) => carries(event) && event.preventDefault();
  element.ondrop = (event) => {
    depth = 0;
    veil.hidden = true;
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  };
}
