// Confirmation dialogs, and the frame that modals share with them: the browser's own <dialog>, with its focus trap.

import { h, icon } from "./dom.js";
import { emojis, textObject } from "./mrkdwn.js";

export function frame(title, body, footer, onclose) {
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
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
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
