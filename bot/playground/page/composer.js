// The field for writing: text, files, mentions and slash commands with their completion.

import { h, icon, size } from "./dom.js";
import { draftOf, remember } from "./drafts.js";
import { ask, channelName, person, store } from "./store.js";

/** The command with which people add an app to a channel. It is Slack's own, so manifest.yml doesn't have it. */
const INVITE = { command: "/invite", usage_hint: "@Script2Doc", description: "Add the app to this channel" };

/** A field with the draft of this channel or thread; `add` attaches files, `focus` goes to the end of the text. */
export function composer(channel, thread = "") {
  const draft = draftOf(channel.id, thread);
  const where = thread ? "Reply …" : `Message ${channel.kind === "im" ? "" : "#"}${channelName(channel)}`;
  const field = h("textarea", {
    id: thread ? "reply" : "composer",
    rows: "1",
    placeholder: where,
    "aria-label": where,
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": thread ? "reply-offers" : "composer-offers",
  });
  const picker = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": "Attach files",
    data: { attach: "" },
  });
  const chips = h("ul", { class: "chips" });
  const menu = h("div", {
    class: "completion",
    role: "listbox",
    id: thread ? "reply-offers" : "composer-offers",
    "aria-label": "Suggestions",
    hidden: true,
  });
  const go = h(
    "button",
    { class: "send", type: "submit", "aria-label": "Send", title: "Send (Enter)" },
    icon("send", 18),
  );
  const note = h("span", { class: "composer-note", role: "status" });
  let offers = [];
  let chosen = 0;

  const grow = () => {
    field.style.height = "auto";
    if (field.isConnected) field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    form.classList.toggle("ready", Boolean(field.value.trim() || draft.files.length));
  };

  const written = () => {
    draft.text = field.value;
    remember(draft);
    grow();
  };

  const say = (text) => {
    draft.note = text;
    note.textContent = text;
  };

  const showFiles = () => {
    chips.replaceChildren(
      ...draft.files.map((file) =>
        h(
          "li",
          {},
          icon("page", 14),
          h("span", { title: file.name }, file.name),
          h("small", {}, size(file.size)),
          h(
            "button",
            {
              type: "button",
              "aria-label": `Remove ${file.name}`,
              onclick: () => {
                draft.files = draft.files.filter((other) => other !== file);
                showFiles();
                field.focus();
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
    const empty = more.filter((file) => !file.size).map((file) => file.name);
    if (empty.length) say(`Slack doesn't take empty files: ${empty.join(", ")}`);
    draft.files = [...draft.files, ...more.filter((file) => file.size)];
    showFiles();
    field.focus();
  };

  /** Names the chosen offer to screen readers, since the focus stays in the field. */
  const point = () => {
    if (menu.hidden) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${menu.id}-${chosen}`);
  };

  const offer = () => {
    offers = completions(field, thread);
    chosen = 0;
    menu.hidden = !offers.length;
    point();
    menu.replaceChildren(
      ...offers.map((each, index) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            id: `${menu.id}-${index}`,
            tabindex: "-1",
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
    hide();
    written();
    field.focus();
  };

  const hide = () => {
    offers = [];
    menu.hidden = true;
    point();
  };

  const submit = async () => {
    const text = field.value.trim();
    if (!text && !draft.files.length) return;
    // With a blank before it, what begins with a slash is a message, in Slack too.
    const typed = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(field.value.trimEnd());
    if (!typed) {
      await send({ text, files: draft.files }, (sent) => ask("message", formOf(sent), { quiet: true }));
      return;
    }
    const [, command, rest = ""] = typed;
    const known = [...store.commands, INVITE].find((each) => each.command === command.toLowerCase());
    if (!known) say(`${command} is not a valid command. To send it as a message, put a space in front of it.`);
    else if (thread) say(`${command} doesn't work in threads, just like in Slack. Use it in the channel.`);
    else if (draft.files.length) say(`${command} can't take files, just like in Slack. Remove the file first.`);
    else if (known === INVITE) await invite(rest.trim());
    else {
      const asked = { channel: channel.id, command: known.command, text: rest };
      await send({ text, files: [] }, () => ask("command", asked, { quiet: true }));
    }
  };

  /** Adds the app to the channel, as the button does where it isn't yet. */
  const invite = async (whom) => {
    const app = [...store.people.values()].find((each) => each.is_app);
    const names = [app.name, app.real_name].map((name) => name.toLowerCase());
    if (!names.includes(whom.replace(/^@/, "").toLowerCase())) {
      say("Here, /invite adds only the app: /invite @Script2Doc");
    } else if (!channel.name) say("Nobody can be added to direct messages.");
    else if (channel.has_app) say("Script2Doc is already in this channel.");
    else await send({ text: "", files: [] }, () => ask("invite", { channel: channel.id }, { quiet: true }));
  };

  const formOf = (sent) => {
    const form_data = new FormData();
    form_data.set("channel", channel.id);
    form_data.set("text", sent.text);
    if (thread) form_data.set("thread_ts", thread);
    for (const file of sent.files) form_data.append("files", file);
    return form_data;
  };

  /** Empties the field at once; what couldn't be sent comes back, before what was written meanwhile. */
  const send = async (sent, deliver) => {
    Object.assign(draft, { text: "", files: [], note: sent.files.length ? "Sending …" : "" });
    refill();
    const answer = await deliver(sent);
    draft.note = "";
    if (!answer.ok) {
      draft.text = [sent.text, draft.text].filter(Boolean).join("\n");
      draft.files = [...sent.files, ...draft.files];
      draft.note = `Not sent: ${answer.error}. Nothing is lost, so you can try again.`;
    }
    draft.changed();
  };

  /** Shows the draft as it is now. */
  const refill = () => {
    if (field.value !== draft.text) {
      field.value = draft.text;
      hide();
    }
    note.textContent = draft.note;
    remember(draft);
    showFiles();
  };

  const focus = () => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  };

  field.addEventListener("input", () => {
    say("");
    written();
    offer();
  });
  field.addEventListener("blur", hide);
  field.addEventListener("keydown", (event) => {
    if (!menu.hidden && offers.length) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
        [...menu.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === chosen)));
        point();
        return;
      }
      if (event.key === "Tab" || (event.key === "Enter" && field.value.trim() !== offers[chosen].insert)) {
        event.preventDefault();
        take(offers[chosen]);
        return;
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        hide();
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
          field.value = `${store.commands[0]?.command || "/"} ${field.value}`;
          written();
          focus();
        },
      },
      "/",
    );
  const shortcuts =
    !thread &&
    store.globalShortcuts.map((shortcut) =>
      h(
        "button",
        {
          class: "icon-btn",
          type: "button",
          title: `Shortcut: ${shortcut.name}`,
          "aria-label": `Shortcut: ${shortcut.name}`,
          onclick: () => ask("global", { callback_id: shortcut.callback_id }),
        },
        icon("spark", 18),
      ),
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
    h("div", { class: "composer-bar" }, attach, slash, shortcuts, note, go),
  );
  // The newest field of a draft is the one on the page.
  draft.changed = refill;
  refill();
  requestAnimationFrame(grow);
  return { form, add, focus };
}

/** What the text before the cursor could become: a command at the start, or a person after an @. */
function completions(field, thread) {
  const before = field.value.slice(0, field.selectionStart);
  if (/^\/\S*$/.test(before) && !thread) {
    return [...store.commands, INVITE]
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
