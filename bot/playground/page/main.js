// Starts the page: where the address points to, then the stream.

import "./rail.js";
import "./room.js";
import "./modal.js";
import { messageOf } from "./mrkdwn.js";
import { connect, emit, on, store } from "./store.js";

function readPlace() {
  const link = messageOf(new URL(location.href));
  if (link) {
    store.channel = link.channel;
    store.thread = link.thread;
    return;
  }
  const [channel, thread] = location.hash.slice(1).split("/");
  store.channel = channel || store.channel;
  store.thread = thread || "";
}

window.addEventListener("popstate", () => {
  readPlace();
  emit("place");
});
window.addEventListener("hashchange", () => {
  readPlace();
  emit("place");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".rail, .rail-toggle")) document.body.classList.remove("rail-open");
});

readPlace();
on("loaded", () => {
  const link = messageOf(new URL(location.href));
  if (!link) return;
  const at = document.querySelector(`[data-ts="${location.pathname.slice(-16, -6)}.${location.pathname.slice(-6)}"]`);
  at?.scrollIntoView({ block: "center" });
  at?.classList.add("pointed");
});
connect();
