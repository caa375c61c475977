// The left side: channels, direct messages, whether the app is there, and who you are.

import { h, icon, wide } from "./dom.js";
import { avatar } from "./messages.js";
import { ask, become, channelName, go, on, person, store } from "./store.js";

const rail = document.getElementById("rail");

for (const what of ["loaded", "channels", "place"]) on(what, render);

/** Shows or hides the rail where it has no room of its own. */
export function toggleRail() {
  document.body.classList.toggle("rail-open");
  const open = document.body.classList.contains("rail-open");
  document.querySelector("#room .rail-toggle")?.setAttribute("aria-expanded", String(open));
  if (open) rail.querySelector("[aria-current], button")?.focus();
}

export function closeRail() {
  if (document.body.classList.contains("rail-open")) toggleRail();
}

function render() {
  const focused = rail.contains(document.activeElement) && document.activeElement.dataset.key;
  draw();
  if (focused) rail.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Goes to a conversation, ready to write there. */
function enter(channel) {
  closeRail();
  go(channel);
  document.getElementById(wide() ? "composer" : "room")?.focus();
}

function draw() {
  const channels = [...store.channels.values()];
  const rooms = channels.filter((channel) => channel.kind === "channel" || channel.kind === "group");
  const direct = channels.filter((channel) => channel.kind === "im" || channel.kind === "mpim");
  const withApp = direct.some((channel) => channel.with.length === 1 && channel.with[0] === store.app.user);
  rail.replaceChildren(
    h(
      "header",
      { class: "brand" },
      h("img", { src: "/page/icon.svg", alt: "", width: "32", height: "32" }),
      h("div", {}, h("strong", {}, "Playground"), h("span", {}, "On your own machine")),
    ),
    h("h2", {}, "Channels"),
    h(
      "ul",
      {},
      rooms.map((channel) => item(channel, icon(channel.kind === "group" ? "lock" : "hash", 15), channelName(channel))),
    ),
    h("h2", {}, "Direct messages"),
    h(
      "ul",
      {},
      !withApp &&
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", data: { key: "app" }, onclick: openApp },
            avatar(store.app.user, "tiny"),
            h("span", { class: "label" }, person(store.app.user).real_name),
            presence(),
          ),
        ),
      direct.map((channel) =>
        item(
          channel,
          avatar(channel.with[0], "tiny"),
          channelName(channel),
          channel.with[0] === store.app.user && presence(),
        ),
      ),
    ),
    h("div", { class: "spacer" }),
    h(
      "p",
      { class: `app-state ${store.app.online ? "on" : ""}`, role: "status" },
      h("i", { class: "dot" }),
      appState(),
    ),
    h(
      "fieldset",
      { class: "personas" },
      h("legend", {}, "You are"),
      h("div", {}, [...store.people.values()].filter((each) => !each.is_app).map(persona)),
      h("p", {}, h("strong", {}, person(store.me).real_name), h("span", {}, person(store.me).title)),
    ),
  );
}

function appState() {
  if (store.lost) return "The playground isn't running";
  return store.app.online ? "Script2Doc is connected" : "Waiting for Script2Doc …";
}

function presence() {
  return h("i", {
    class: `dot ${store.app.online ? "on" : ""}`,
    title: store.app.online ? "connected" : "not connected",
  });
}

function item(channel, mark, label, extra) {
  const unread = store.unread.get(channel.id);
  const here = channel.id === store.channel;
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: here ? "here" : unread ? "unread" : "",
        "aria-current": here ? "page" : null,
        title: label,
        data: { key: channel.id },
        onclick: () => enter(channel.id),
      },
      mark,
      h("span", { class: "label" }, label),
      extra,
      unread ? h("span", { class: "count", role: "img", "aria-label": `${unread} unread` }, String(unread)) : null,
    ),
  );
}

async function openApp() {
  const answer = await ask("open", {});
  if (!answer.ok) return;
  store.channels.set(answer.channel.id, answer.channel);
  enter(answer.channel.id);
}

function persona(each) {
  const here = each.id === store.me;
  return h(
    "button",
    {
      type: "button",
      class: here ? "here" : "",
      "aria-pressed": String(here),
      title: `${each.real_name}: ${each.title}`,
      "aria-label": `Be ${each.real_name}`,
      data: { persona: each.id, key: each.id },
      onclick: () => become(each.id),
    },
    avatar(each.id),
  );
}
