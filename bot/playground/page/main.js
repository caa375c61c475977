// Starts the page: where the address points to, then the stream.

import "./modal.js";
import { wide } from "./dom.js";
import { messageOf } from "./mrkdwn.js";
import { closeRail } from "./rail.js";
import { leaveThread } from "./room.js";
import { connect, emit, on, store } from "./store.js";

function readPlace() {
  const link = messageOf(new URL(location.href));
  if (link) {
    [store.channel, store.thread] = [link.channel, link.thread];
    store.unread.delete(store.channel);
    return;
  }
  const [channel, thread] = location.hash.slice(1).split("/");
  // Before the first answer nothing is known yet; what turns out to be no channel is then left aside.
  if (channel && store.channels.size && !store.channels.has(channel)) return;
  store.channel = channel || store.channel;
  store.thread = thread || "";
  store.unread.delete(store.channel);
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  const field = document.getElementById(store.thread && !wide() ? "reply" : "composer");
  (field || document.getElementById("room")).focus(); // the Home tab has no field
});

window.addEventListener("popstate", () => {
  readPlace();
  emit("place");
});
window.addEventListener("hashchange", () => {
  readPlace();
  emit("place");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".rail, .rail-toggle")) closeRail();
  for (const menu of document.querySelectorAll("details.overflow[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (event.target.matches("textarea, input") && event.target.value.trim()) return; // somebody is writing
  const menu = event.target.closest("details.overflow[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.body.classList.contains("rail-open")) {
    closeRail();
    document.querySelector("#room .rail-toggle")?.focus();
  } else if (store.thread) leaveThread();
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
