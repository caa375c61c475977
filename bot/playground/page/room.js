// The middle and the right: a channel's messages, the samples to try, and the thread beside them.

import { prompts, status } from "./agent.js";
import { renderBlocks } from "./blocks.js";
import { composer, dropZone } from "./composer.js";
import { day, h, icon, selectorOf, wide } from "./dom.js";
import { avatar, messageRow } from "./messages.js";
import { toggleRail } from "./rail.js";
import { follow, readsEnd, stay, toEnd } from "./reading.js";
import { ask, channelName, go, inChannel, inThread, on, person, store, turnTo } from "./store.js";

const room = document.getElementById("room");
const side = document.getElementById("thread");
const APART = 300;
let drawn = "";
let list = null;
let replies = null;
let justPosted = 0;
let justPostedTs = "";

on("loaded", () => {
  drawRoom();
  drawThread();
});
on("channels", (channel) => channel && channel.id === store.channel && drawRoom());
on("home", () => withApp(store.channels.get(store.channel)) && drawRoom());
on("place", () => {
  if (drawn !== store.channel) drawRoom();
  drawThread();
});
on("prompts", ({ channel }) => channel === store.channel && drawRoom());
on("session", ({ channel, thread_ts }) => {
  if (channel === store.channel && thread_ts === store.thread) drawStatus();
});
on("message", ({ message, known }) => {
  if (message.channel !== store.channel) return;
  followOwn(message, known);
  if (!message.parent || message.broadcast) refresh(list, inChannel(store.channel), message, "channel");
  if (message.parent) {
    const parent = store.messages.get(message.parent);
    if (parent) refresh(list, inChannel(store.channel), parent, "channel");
  }
  if (store.thread && (message.parent === store.thread || message.ts === store.thread))
    refresh(replies, threadOf(store.thread), message, "thread");
});

/** When the app answers what you have just dropped, its thread opens by itself. */
function followOwn(message, known) {
  if (known) return;
  if (message.user === store.me && !message.parent) [justPosted, justPostedTs] = [Date.now(), message.ts];
  const mine = message.parent && message.parent === justPostedTs;
  if (mine && message.user === store.app.user && Date.now() - justPosted < 15000 && wide()) {
    // Once: who has closed it again wants it closed.
    justPostedTs = "";
    setTimeout(() => store.thread !== message.parent && go(message.channel, message.parent), 0);
  }
}

function drawRoom() {
  const channel = store.channels.get(store.channel);
  if (!channel) return;
  document.title = `${channel.name ? "#" : ""}${channelName(channel)} · Script2Doc playground`;
  const home = withApp(channel) && store.tab === "home";
  const skip = document.querySelector(".skip");
  skip.href = home ? "#room" : "#composer";
  skip.textContent = home ? "Skip to the Home tab" : "Skip to the message field";
  if (home) return drawHome(channel);
  const { form, add, focus } = composer(channel);
  const writing = document.activeElement?.id === "composer";
  const place = drawn === channel.id && !readsEnd(list) ? list.scrollTop : null;
  drawn = channel.id;
  list = h("div", {
    class: "messages",
    role: "log",
    "aria-label": `Messages in ${channelName(channel)}`,
    tabindex: "0",
  });
  room.replaceChildren(
    roomHead(channel),
    list,
    h("div", { class: "foot" }, channel.has_app ? withPrompts(channel) : uninvited(channel), form),
  );
  dropZone(
    room,
    `Drop the transcript into ${channel.kind === "im" ? "the conversation with " : "#"}${channelName(channel)}`,
    add,
  );
  fill(list, inChannel(channel.id), "channel", intro(channel));
  follow(list, place);
  if (writing) focus();
}

/** Whether this is the conversation with the app, which has a Home tab beside its messages. */
function withApp(channel) {
  return store.hasHome && channel?.kind === "im" && channel.with[0] === store.app.user;
}

function drawHome(channel) {
  const tab = document.activeElement?.dataset.tab;
  const control = room.contains(document.activeElement) ? selectorOf(document.activeElement) : "";
  const which = control ? [...room.querySelectorAll(control)].indexOf(document.activeElement) : -1;
  drawn = "";
  list = h("div"); // what arrives meanwhile is drawn with the messages
  follow(list);
  const shown = store.home
    ? renderBlocks(store.home.blocks, pressAtHome)
    : h("p", { class: "waiting" }, "Nothing here yet. Script2Doc fills this when it is connected.");
  room.replaceChildren(
    roomHead(channel),
    h("div", { class: "messages home", role: "tabpanel", "aria-label": "Home", tabindex: "0" }, shown),
  );
  if (tab) room.querySelector(`[data-tab="${tab}"]`)?.focus();
  else if (control) room.querySelectorAll(control)[which]?.focus(); // its menus share an action
}

async function pressAtHome(element, _block, chosen, control) {
  control?.classList.add("busy");
  await ask("home/press", { action_id: element.action_id, value: element.value, chosen });
  control?.classList.remove("busy");
}

function tabs() {
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Script2Doc" },
    ["home", "messages"].map((tab) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          "aria-selected": String(store.tab === tab),
          data: { tab },
          onclick: () => turnTo(tab),
        },
        tab === "home" ? "Home" : "Messages",
        tab === "messages" && unread(store.channel),
      ),
    ),
  );
}

/** How many messages have arrived where they aren't shown; nothing where none have. */
function unread(channel) {
  const count = store.unread.get(channel);
  return count ? h("span", { class: "count", role: "img", "aria-label": `${count} unread` }, String(count)) : null;
}

function roomHead(channel) {
  const menu = h(
    "button",
    {
      class: "icon-btn rail-toggle",
      type: "button",
      "aria-label": "Channels and people",
      "aria-expanded": String(document.body.classList.contains("rail-open")),
      "aria-controls": "rail",
      onclick: toggleRail,
    },
    icon("menu", 18),
  );
  const mark =
    channel.kind === "im" ? avatar(channel.with[0], "tiny") : icon(channel.kind === "group" ? "lock" : "hash", 18);
  const names = channel.members.map((id) => person(id).real_name).join(", ");
  return h(
    "header",
    { class: "room-head" },
    menu,
    h("h1", { title: channelName(channel) }, mark, h("span", {}, channelName(channel))),
    withApp(channel) ? tabs() : h("p", {}, channel.kind === "im" ? person(channel.with[0]).title : channel.purpose),
    h(
      "div",
      { class: "faces", role: "img", title: names, "aria-label": `Members: ${names}` },
      channel.members.slice(0, 5).map((id) => avatar(id, "tiny")),
    ),
  );
}

function intro(channel) {
  if (!channel.has_app) return null;
  const direct = channel.kind === "im";
  return h(
    "section",
    { class: "intro" },
    h("h2", {}, direct ? "Just you and Script2Doc" : `Welcome to #${channelName(channel)}`),
    h(
      "p",
      {},
      "Drop a transcript (.vtt, .srt, .txt, .docx and many others) here, and Script2Doc replies in its thread with a step-by-step guide in Word. Every instruction shows what was said, with its time where the transcript has times.",
    ),
    h(
      "p",
      { class: "ways" },
      "You can also type ",
      h("kbd", {}, "/script2doc"),
      " with a link to a message or file, ",
      !direct && ["mention ", h("kbd", {}, "@script2doc"), " in a thread with a file, "],
      "or choose ",
      icon("spark", 14),
      " on any message.",
    ),
  );
}

function uninvited(channel) {
  const invite = async () => {
    if ((await ask("invite", { channel: channel.id })).ok) document.getElementById("composer")?.focus();
  };
  return h(
    "p",
    { class: "no-app" },
    `Script2Doc isn't in this ${channel.name ? "channel" : "conversation"}, so it can't see what you post here.`,
    channel.name && h("button", { class: "btn", type: "button", onclick: invite }, "Add Script2Doc"),
  );
}

// A double click is one wish: the samples move under the pointer as the thread opens. Milliseconds.
const AGAIN = 800;
let dropped = -AGAIN;

/** What to try: in the conversation with the app its prompts first. */
function withPrompts(channel) {
  return [channel.kind === "im" && prompts(channel), samples(channel)];
}

function samples(channel) {
  if (!store.samples.length) return null;
  return h(
    "div",
    { class: "samples", role: "group", "aria-label": "Samples to try" },
    h("span", { class: "samples-title" }, "Try a sample"),
    store.samples.map((sample) => {
      const drop = async (event) => {
        if (event.timeStamp - dropped < AGAIN) return;
        dropped = event.timeStamp;
        const control = event.currentTarget;
        control.classList.add("busy");
        await ask("sample", { channel: channel.id, name: sample.file });
        control.classList.remove("busy");
      };
      return h(
        "button",
        {
          type: "button",
          class: "sample",
          title: `${sample.what}. ${sample.source}, ${sample.licence}`,
          data: { sample: sample.file },
          onclick: drop,
        },
        h("strong", {}, sample.title),
        h("span", {}, sample.what),
        h("small", {}, `${sample.licence} · ${sample.source}`),
      );
    }),
  );
}

// -- lists of messages

function fill(box, messages, inside, first = null) {
  box.replaceChildren(...(first ? [first] : []));
  let previous = null;
  for (const message of messages) {
    if (inside === "channel" && (!previous || day(previous.ts) !== day(message.ts)))
      box.append(h("div", { class: "day" }, h("span", {}, day(message.ts))));
    box.append(messageRow(message, { joined: joins(previous, message), inside }));
    previous = message;
  }
}

/** Whether a message goes on under the name above it: short talk does. What can be pressed or followed doesn't, since
 * the toolbar would lie over it where the name isn't. */
function joins(previous, message) {
  return Boolean(
    previous &&
    previous.user === message.user &&
    !message.visible_to &&
    !previous.visible_to &&
    Number(message.ts) - Number(previous.ts) < APART &&
    !inThread(previous.ts).length &&
    !message.files?.length &&
    !message.blocks?.length &&
    !message.text.includes("<"),
  );
}

/** Puts in, changes or takes out one message, without touching the others or the reader's place. */
function refresh(box, messages, message, inside) {
  if (!box) return;
  const old = box.querySelector(`[data-ts="${message.ts}"]`);
  const index = messages.findIndex((each) => each.ts === message.ts);
  if (index < 0) {
    const after = old?.nextElementSibling?.dataset.ts;
    old?.remove();
    if (after) refresh(box, messages, store.messages.get(after), inside); // it may have gone on with what is gone
    return;
  }
  const row = messageRow(message, { joined: joins(messages[index - 1], message), inside });
  if (old) {
    const focused = old.contains(document.activeElement) && selectorOf(document.activeElement);
    old.replaceWith(row);
    if (focused) row.querySelector(focused)?.focus();
  } else {
    if (inside === "channel" && !box.querySelector(".day"))
      box.append(h("div", { class: "day" }, h("span", {}, day(message.ts))));
    row.classList.add("new");
    const next = messages[index + 1] && box.querySelector(`[data-ts="${messages[index + 1].ts}"]`);
    next ? next.before(row) : box.append(row);
  }
  if (!old && message.user === store.me) toEnd(box);
  else stay(box);
}

// -- the thread

function threadOf(ts) {
  const parent = store.messages.get(ts);
  return [...(parent ? [parent] : []), ...inThread(ts)];
}

/** Below the thread: whether the app is working in it. */
function drawStatus() {
  const shown = status(store.channels.get(store.channel), store.thread);
  side.querySelector(".agent")?.replaceChildren(...(shown ? [shown] : []));
}

/** Back to the channel, with the focus where the thread hangs. */
export function leaveThread() {
  const thread = store.thread;
  go(store.channel);
  const message = list?.querySelector(`[data-ts="${thread}"]`);
  (message?.querySelector(".summary") || document.getElementById("composer"))?.focus();
}

function drawThread() {
  const writing = document.activeElement?.id === "reply";
  side.hidden = !store.thread;
  document.body.classList.toggle("with-thread", Boolean(store.thread));
  if (!store.thread) {
    side.replaceChildren();
    replies = null;
    return;
  }
  const channel = store.channels.get(store.channel);
  const close = h(
    "button",
    { class: "icon-btn", type: "button", "aria-label": "Close the thread", onclick: leaveThread },
    icon("close", 18),
  );
  replies = h("div", { class: "messages", role: "log", "aria-label": "Thread", tabindex: "0" });
  const { form, add, focus } = composer(channel, store.thread);
  side.replaceChildren(
    h(
      "header",
      { class: "room-head" },
      h("h2", {}, "Thread"),
      h("p", {}, `${channel.kind === "im" ? "" : "#"}${channelName(channel)}`),
      close,
    ),
    replies,
    h("div", { class: "foot" }, h("div", { class: "agent" }), form),
  );
  drawStatus();
  dropZone(side, "Drop the file into this thread", add);
  fill(replies, threadOf(store.thread), "thread");
  follow(replies);
  if (writing) focus();
}
