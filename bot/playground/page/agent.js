// What an agent shows: in a thread that it works, with Stop; in its own conversation what to ask.

import { h, icon } from "./dom.js";
import { ask, person, store } from "./store.js";

/** The line below a thread while the app works in it; null while it doesn't. */
export function status(channel, ts) {
  const session = store.sessions.get(`${channel.id}/${ts}`);
  if (session?.status !== "processing") return null;
  const stop = h(
    "button",
    {
      class: "btn",
      type: "button",
      onclick: () => ask("stop", { channel: channel.id, thread_ts: ts }),
    },
    "Stop",
  );
  return h(
    "div",
    { class: "agent-status", role: "status" },
    icon("spark", 15),
    h("span", {}, `${person(store.app.user).real_name} is working …`),
    session.stoppable && stop,
  );
}

/** The prompts of the conversation with the app, above the field for writing. */
export function prompts(channel) {
  const shown = store.prompts.get(channel.id);
  if (!shown?.prompts.length) return null;
  return h(
    "div",
    { class: "samples prompts", role: "group", "aria-label": "Suggested prompts" },
    h("span", { class: "samples-title" }, shown.title || "Suggested"),
    shown.prompts.map((prompt) =>
      h(
        "button",
        { type: "button", class: "sample", title: prompt.message, onclick: () => send(channel, prompt.message) },
        h("strong", {}, prompt.title),
      ),
    ),
  );
}

function send(channel, text) {
  const form = new FormData();
  form.set("channel", channel.id);
  form.set("text", text);
  ask("message", form);
}
