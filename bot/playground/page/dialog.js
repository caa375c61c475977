// Confirmation dialogs, and the frame that modals share with them: the browser's own <dialog>, with its focus trap.

import { h, icon, selectorOf } from "./dom.js";
import { emojis, textObject } from "./mrkdwn.js";
import { store } from "./store.js";

/** Opens a dialog; when it is closed, the focus goes back to what had it. */
export function frame(title, body, footer, onclose) {
  const back = placeOf(document.activeElement);
  const dialog = h("dialog", { class: "modal", "aria-label": title });
  const close = h(
    "button",
    { class: "icon-btn", type: "button", "aria-label": "Close", onclick: () => onclose(dialog) },
    icon("close"),
  );
  dialog.append(h("header", {}, h("h2", {}, title), close), body, footer);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    onclose(dialog);
  });
  dialog.addEventListener("close", () => {
    // A message that changed meanwhile was drawn anew, so what had the focus may be another element now.
    if (!document.querySelector("dialog[open]")) back()?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Finds an element again, or what now stands in its place: the same button of the same message or of the Home tab, or
 * the field. */
function placeOf(element) {
  const side = element?.closest("#thread") ? "#thread" : "#room";
  const message = element?.closest("[data-ts]")?.dataset.ts;
  const control = selectorOf(element);
  return () => {
    if (element?.isConnected && element !== document.body) return element;
    const again = document.querySelector(message ? `${side} [data-ts="${message}"]` : `${side} .home`);
    const field = side === "#thread" && store.thread ? "reply" : "composer";
    return (control && again?.querySelector(control)) || document.getElementById(field);
  };
}

/** Asks before an action that has a confirm object; whether the person agreed. */
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const deny = h("button", { class: "btn", type: "button", onclick: () => end(false) }, emojis(confirm.deny.text));
    const agree = h(
      "button",
      { class: `btn ${confirm.style || "primary"}`, type: "button", data: { agree: "" }, onclick: () => end(true) },
      emojis(confirm.confirm.text),
    );
    const body = h("div", { class: "modal-body" }, textObject(confirm.text));
    const dialog = frame(confirm.title.text, body, h("footer", {}, deny, agree), () => end(false));
    dialog.classList.add("small");
    agree.focus();
  });
}
