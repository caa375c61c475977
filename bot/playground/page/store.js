// What the page knows of the workspace, kept up to date by the server's stream; and what it asks the server to do.

import { toast } from "./dom.js";

export const store = {
  me: new URLSearchParams(location.search).get("as") || "",
  app: { user: "", online: false },
  lost: false,
  people: new Map(),
  channels: new Map(),
  messages: new Map(),
  commands: [],
  shortcuts: [],
  globalShortcuts: [],
  samples: [],
  view: null,
  home: null,
  hasHome: false,
  tab: "messages",
  channel: "",
  thread: "",
  unread: new Map(),
  sessions: new Map(),
  prompts: new Map(),
  dismissed: new Set(),
};

const listeners = new Map();

export function on(what, listener) {
  listeners.set(what, [...(listeners.get(what) || []), listener]);
}

export function emit(what, detail) {
  for (const listener of listeners.get(what) || []) listener(detail);
}

let stream = null;

/** Opens the stream; each time it is ready everything is loaded anew, so that nothing is missed in between. */
export function connect() {
  stream?.close();
  stream = new EventSource(`/ui/stream?as=${encodeURIComponent(store.me)}`);
  stream.addEventListener("ready", load);
  stream.addEventListener("message", (event) => event.data && received(JSON.parse(event.data)));
  stream.addEventListener("channel", (event) => {
    const channel = JSON.parse(event.data);
    store.channels.set(channel.id, channel);
    emit("channels", channel);
  });
  stream.addEventListener("view", (event) => {
    store.view = JSON.parse(event.data).view;
    emit("view");
  });
  stream.addEventListener("home", (event) => {
    store.home = JSON.parse(event.data).home;
    emit("home");
  });
  stream.addEventListener("session", (event) => {
    const session = JSON.parse(event.data);
    store.sessions.set(`${session.channel}/${session.thread_ts}`, session);
    emit("session", session);
  });
  stream.addEventListener("prompts", (event) => {
    const shown = JSON.parse(event.data);
    store.prompts.set(shown.channel, shown);
    emit("prompts", shown);
  });
  stream.addEventListener("app", (event) => {
    store.app.online = JSON.parse(event.data).online;
    emit("channels");
  });
  stream.addEventListener("error", () => {
    // The browser tries again by itself, and "ready" comes once it has succeeded.
    store.lost = true;
    store.app.online = false;
    emit("channels");
  });
}

/** What has arrived while everything is loaded anew: it may be newer than the answer. */
let arrived = null;

async function load() {
  arrived = new Map();
  const answer = await fetch(`/ui/state?as=${encodeURIComponent(store.me)}`);
  if (!answer.ok) {
    arrived = null;
    return toast(await answer.text());
  }
  const state = await answer.json();
  store.me = state.me;
  store.app = state.app;
  store.lost = false;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
  // What only this person sees comes by the stream alone, and lasts as long as the page, as in Slack.
  const passing = [...store.messages.values()].filter((message) => message.visible_to === store.me);
  const newest = [...state.messages, ...passing, ...arrived.values()];
  store.sessions = new Map(state.sessions.map((each) => [`${each.channel}/${each.thread_ts}`, each]));
  store.prompts = new Map(state.prompts.map((each) => [each.channel, each]));
  store.messages = new Map(newest.map((message) => [message.ts, message]));
  for (const message of arrived.values()) if (message.deleted) store.messages.delete(message.ts);
  arrived = null;
  Object.assign(store, {
    commands: state.commands,
    shortcuts: state.shortcuts,
    globalShortcuts: state.global_shortcuts,
    samples: state.samples,
    view: state.view,
    home: state.home,
    hasHome: state.has_home,
  });
  if (!store.channels.has(store.channel)) {
    store.thread = "";
    store.channel =
      [...store.channels.values()].find((channel) => channel.has_app && channel.name !== "general")?.id ||
      store.channels.keys().next().value;
  }
  if (!store.messages.has(store.thread)) store.thread = "";
  emit("loaded");
}

function received(message) {
  if (store.dismissed.has(message.ts)) message = { ...message, deleted: true }; // an edit doesn't bring it back
  arrived?.set(message.ts, message);
  const known = store.messages.has(message.ts);
  if (message.deleted) store.messages.delete(message.ts);
  else store.messages.set(message.ts, message);
  if (!known && !message.deleted && !isShown(message.channel) && message.user !== store.me) {
    store.unread.set(message.channel, (store.unread.get(message.channel) || 0) + 1);
    emit("channels", store.channels.get(message.channel));
  }
  emit("message", { message, known });
}

/** Whether a channel's messages are on the page: the app's Home tab is shown in the place of those with it. */
function isShown(channel) {
  const withApp = store.channels.get(channel)?.with[0] === store.app.user;
  return channel === store.channel && !(withApp && store.hasHome && store.tab === "home");
}

/** Takes a message away that only this person sees. */
export function dismiss(message) {
  store.dismissed.add(message.ts);
  received({ ...message, deleted: true });
}

/** What a channel shows itself, oldest first. */
export function inChannel(channel) {
  return sorted((message) => message.channel === channel && (!message.parent || message.broadcast));
}

/** The replies to a message, oldest first. */
export function inThread(ts) {
  return sorted((message) => message.parent === ts);
}

function sorted(keep) {
  return [...store.messages.values()].filter(keep).sort((left, right) => Number(left.ts) - Number(right.ts));
}

export function person(id) {
  if (id === "USLACKBOT") return { id, name: "workspace", real_name: "Workspace", title: "", is_system: true };
  return store.people.get(id) || { id, name: id, real_name: id, title: "" };
}

export function channelName(channel) {
  if (!channel) return "";
  if (channel.kind === "im" || channel.kind === "mpim")
    return channel.with.map((id) => person(id).real_name).join(", ");
  return channel.name;
}

/** Asks the server to do something: {ok: true, …}, or {ok: false, error} with the reason in words. It is also shown at
 * the foot of the page, unless the caller shows it itself (`quiet`). */
export async function ask(path, body, { quiet = false } = {}) {
  const form = body instanceof FormData;
  if (form) body.set("as", store.me);
  const answer = await fetch(`/ui/${path}`, {
    method: "POST",
    headers: form ? {} : { "Content-Type": "application/json" },
    body: form ? body : JSON.stringify({ ...body, as: store.me }),
  }).catch(() => null);
  const result = answer
    ? await answer.json().catch(() => ({ ok: false, error: answer.statusText }))
    : { ok: false, error: "the playground can't be reached" };
  if (!result.ok) {
    result.error = REASONS[result.error] || result.error;
    if (!quiet) toast(`That didn't work: ${result.error}.`);
  }
  return result;
}

const REASONS = {
  not_in_channel: "you aren't in this channel",
  is_archived: "this channel is archived",
  channel_not_found: "this channel no longer exists",
  "Request Entity Too Large": "the files are too large",
};

export function go(channel, thread = "") {
  const before = store.channel;
  store.channel = channel;
  store.thread = thread;
  if (isShown(channel)) store.unread.delete(channel);
  // Beside the conversation with the app, as Slack shows it, what was looked at before is still seen.
  const app = store.channels.get(channel)?.with[0] === store.app.user;
  if (channel !== before && !app) ask("look", { channel }, { quiet: true });
  const hash = thread ? `#${channel}/${thread}` : `#${channel}`;
  if (location.hash !== hash) history.pushState(null, "", `/${location.search}${hash}`);
  emit("place");
}

/** Shows the app's Home tab or its messages; the app is asked for what is at home each time. */
export function turnTo(tab) {
  store.tab = tab;
  if (tab === "messages" && store.unread.delete(store.channel)) emit("channels");
  emit("home");
  if (tab === "home") ask("home", {});
}

export function become(user) {
  store.me = user;
  store.tab = "messages";
  store.thread = "";
  store.unread.clear();
  store.messages.clear();
  const query = new URLSearchParams(location.search);
  query.set("as", user);
  history.replaceState(null, "", `/?${query}#${store.channel}`);
  connect();
}
