// One message: who, when, what, its files, its thread, and what can be done with it.

import { renderBlocks } from "./blocks.js";
import { clock, h, hasIcon, icon, shortClock, size, toast, wide } from "./dom.js";
import { download, mrkdwn } from "./mrkdwn.js";
import { ask, dismiss, go, inThread, person, store } from "./store.js";

const HUES = { U0ROBINHALE: 24, U0AMARAOKAF: 282, U0JULESMART: 205, U0SAMWHITLO: 340 };

/** The letters on a file's sheet: its extension if that is short, since "markdown" has no room there. */
function kindOf(file) {
  const extension = (file.name || "").split(".").pop();
  return extension.length <= 4 ? extension : file.filetype.slice(0, 4);
}

export function avatar(id, extra = "") {
  const who = person(id);
  if (who.is_app) return h("span", { class: `avatar app ${extra}`, "aria-hidden": "true" }, icon("page", 18));
  if (who.is_system) return h("span", { class: `avatar system ${extra}`, "aria-hidden": "true" }, "i");
  const initials = who.real_name
    .split(" ")
    .map((part) => part[0])
    .slice(0, 2)
    .join("");
  // Drawn by the style sheet: a picture that isn't read, beside the name that is.
  const mark = h("span", { class: `avatar ${extra}`, "aria-hidden": "true", data: { initials } });
  mark.style.setProperty("--hue", HUES[id] ?? 150);
  return mark;
}

/** `joined`: the same person goes on, so name and picture are left out. */
export function messageRow(message, { joined = false, inside = "channel" } = {}) {
  const who = person(message.user);
  const classes = ["message", joined && "joined", message.visible_to && "ephemeral"].filter(Boolean).join(" ");
  const edited = message.edits ? `, edited ${message.edits === 1 ? "once" : `${message.edits} times`}` : "";
  const time = h(
    "time",
    { title: `${new Date(Number(message.ts) * 1000).toLocaleString()}${edited}` },
    joined ? shortClock(message.ts) : clock(message.ts),
  );
  return h(
    "article",
    { class: classes, id: `${inside}-${message.ts}`, data: { ts: message.ts }, tabindex: "-1" },
    h("div", { class: "gutter" }, joined ? time : avatar(message.user)),
    h(
      "div",
      { class: "content" },
      message.visible_to && onlyYou(message),
      !joined &&
        h(
          "div",
          { class: "byline" },
          h("strong", {}, who.real_name),
          who.is_app && h("span", { class: "badge" }, "app"),
          time,
        ),
      message.broadcast && h("p", { class: "only-you" }, "Also sent to the channel"),
      body(message),
      (message.attachments || []).filter((each) => each.is_share).map((each) => forwarded(each, inside)),
      (message.files || []).map((file) => fileCard(file, inside)),
      reactions(message),
      inside === "channel" && !message.parent && summary(message),
    ),
    toolbar(message, inside),
  );
}

/** What Slack shows above a message for one person, who may take it away; the app can't. */
function onlyYou(message) {
  const take = (event) => {
    const list = event.target.closest(".messages");
    dismiss(message);
    list?.focus();
  };
  const away = h(
    "button",
    { class: "dismiss", type: "button", "aria-label": "Dismiss message", onclick: take },
    "Dismiss",
  );
  return h("p", { class: "only-you" }, icon("eye", 13), " Only you can see this · ", away);
}

function body(message) {
  const mark = message.edited && h("span", { class: "edited" }, " (edited)");
  if (message.blocks?.length) {
    return h(
      "div",
      {},
      renderBlocks(message.blocks, (element, _block, chosen, control) => press(message, element, chosen, control)),
      mark,
    );
  }
  if (!message.text) return null;
  const text = mrkdwn(message.text);
  if (mark) text.append(mark);
  return text;
}

/** A message that was forwarded in another: whose it is, what it says, its files, and what was forwarded in it. */
function forwarded(shared, inside) {
  const channel = store.channels.get(shared.channel_id);
  return h(
    "blockquote",
    { class: "forwarded" },
    h("p", { class: "from" }, h("strong", {}, person(shared.author_id).real_name), channel && ` in #${channel.name}`),
    shared.text && mrkdwn(shared.text),
    (shared.files || []).map((file) => fileCard(file, inside)),
    (shared.attachments || []).filter((each) => each.is_share).map((each) => forwarded(each, inside)),
  );
}

async function press(message, element, chosen, control) {
  control?.classList.add("busy");
  await ask("press", { ts: message.ts, action_id: element.action_id, chosen });
  control?.classList.remove("busy");
}

function fileCard(file, inside) {
  const isDocument = file.filetype === "docx" || file.filetype === "pdf";
  const get = h(
    "a",
    {
      class: isDocument ? "btn primary" : "icon-btn",
      href: download(file.id),
      download: file.name,
      title: `Download ${file.name}`,
      "aria-label": `Download ${file.name}`,
    },
    icon("down"),
    isDocument && "Download",
  );
  return h(
    "div",
    { class: `file ${isDocument ? "document" : ""}`, data: { file: file.id } },
    h(
      "div",
      { class: "file-head" },
      h(
        "span",
        { class: `sheet ${file.filetype}`, "aria-hidden": "true" },
        h("i", {}, file.filetype === "docx" ? "W" : ending(file)),
      ),
      h(
        "div",
        { class: "file-name" },
        h("strong", {}, file.title || file.name),
        h(
          "span",
          {},
          [file.pretty_type, size(file.size), !file.name.startsWith(file.title) && file.name]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
      get,
    ),
    inside === "channel" && file.preview && h("pre", { class: "preview" }, file.preview),
    file.note && h("p", { class: "note" }, "Source: ", file.note),
  );
}

/** What the icon says: how the name ends, which people know better than Slack's word for it. */
function ending(file) {
  return /\.(\w{1,4})$/.exec(file.name)?.[1].toLowerCase() ?? "";
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((each) =>
      h(
        "span",
        { role: "img", title: `:${each.name}:`, "aria-label": `${each.name.replaceAll("_", " ")}: ${each.count}` },
        // Drawn where there is a shape: not every machine has a font for them.
        hasIcon(each.name) ? icon(each.name, 15) : mrkdwn(`:${each.name}:`),
        ` ${each.count}`,
      ),
    ),
  );
}

function summary(message) {
  const replies = inThread(message.ts).filter((reply) => !reply.visible_to);
  if (!replies.length) return null;
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, 4);
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  return h(
    "button",
    { class: "summary", type: "button", onclick: () => openThread(message.channel, message.ts) },
    people.map((id) => avatar(id, "tiny")),
    h("strong", {}, count),
    h("span", {}, `last reply ${clock(replies.at(-1).ts)}`),
  );
}

/** Opens a thread, ready to write in it. */
function openThread(channel, ts) {
  go(channel, ts);
  document.querySelector(wide() ? "#reply" : "#thread .messages")?.focus();
}

function toolbar(message, inside) {
  if (message.visible_to) return null;
  const channel = store.channels.get(message.channel);
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(message.permalink).then(
      () => true,
      () => false,
    );
    toast(copied ? "Link copied. Try it with /script2doc." : `Your browser can't copy the link: ${message.permalink}`);
  };
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    inside === "channel" &&
      tool("reply", "Reply in thread", () => openThread(message.channel, message.parent || message.ts)),
    tool("link", "Copy link to this message", copy),
    channel &&
      store.shortcuts.map((shortcut) =>
        tool("spark", shortcut.name, () => ask("shortcut", { ts: message.ts, callback_id: shortcut.callback_id })),
      ),
  );
}

function tool(shape, label, onclick) {
  return h("button", { class: "icon-btn", type: "button", title: label, "aria-label": label, onclick }, icon(shape));
}
