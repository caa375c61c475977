// Slack's mrkdwn, and the Markdown of markdown blocks, as elements.

import { slackDate } from "./dates.js";
import { h } from "./dom.js";
import { channelName, go, inThread, person, store } from "./store.js";

const EMOJI = {
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  warning: "⚠️",
  x: "❌",
  page_facing_up: "📄",
  memo: "📝",
  rocket: "🚀",
  eyes: "👀",
  tada: "🎉",
  wave: "👋",
  bulb: "💡",
  mag: "🔍",
  clock1: "🕐",
  arrow_right: "➡️",
  arrows_counterclockwise: "🔄",
  thumbsup: "👍",
  thumbsdown: "👎",
  "+1": "👍",
  "-1": "👎",
  octagonal_sign: "🛑",
  information_source: "ℹ️",
  question: "❓",
  exclamation: "❗",
  link: "🔗",
  books: "📚",
  pencil2: "✏️",
  lock: "🔒",
  small_blue_diamond: "🔹",
  black_circle: "⚫",
  white_circle: "⚪",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  red_circle: "🔴",
};

export function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** plain_text or mrkdwn, as Slack's text object says. */
export function textObject(object) {
  if (!object) return null;
  return object.type === "mrkdwn" ? mrkdwn(object.text) : h("span", {}, emojis(object.text));
}

export function emojis(text) {
  return plain(text).replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] || all);
}

export function mrkdwn(text) {
  const root = h("div", { class: "mrkdwn" });
  for (const [index, part] of text.split(/```/).entries()) {
    if (index % 2) {
      root.append(h("pre", {}, h("code", {}, plain(part.replace(/^\n/, "")))));
      continue;
    }
    let quoted = [];
    const flush = () => {
      if (quoted.length) root.append(h("blockquote", {}, lines(quoted)));
      quoted = [];
    };
    let open = [];
    for (const line of part.split("\n")) {
      if (line.startsWith("&gt;")) {
        if (open.length) root.append(...lines(open), "");
        open = [];
        quoted.push(line.replace(/^&gt;\s?/, ""));
      } else {
        flush();
        open.push(line);
      }
    }
    flush();
    root.append(...lines(open));
  }
  return root;
}

function lines(all) {
  return all.flatMap((line, index) => [...(index ? [h("br")] : []), ...inline(line)]);
}

const MARKS = [
  [/`([^`\n]+)`/, (match) => h("code", {}, plain(match[1]))],
  [/<(!date[^<>|]+|[^<>\s|]+)(?:\|([^<>]*))?>/, (match) => reference(match[1], match[2])],
  [/(?<![\w*])\*(\S|\S[^*\n]*\S)\*(?![\w*])/, (match) => h("strong", {}, inline(match[1]))],
  [/(?<![\w_])_(\S|\S[^_\n]*\S)_(?![\w_])/, (match) => h("em", {}, inline(match[1]))],
  [/(?<![\w~])~(\S|\S[^~\n]*\S)~(?![\w~])/, (match) => h("s", {}, inline(match[1]))],
];

function inline(text, marks = MARKS) {
  let first = null;
  for (const [pattern, make] of marks) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, make };
  }
  if (!first) return text ? [emojis(text)] : [];
  const { match, make } = first;
  return [
    ...(match.index ? [emojis(text.slice(0, match.index))] : []),
    make(match),
    ...inline(text.slice(match.index + match[0].length), marks),
  ];
}

function reference(target, label) {
  if (target.startsWith("@"))
    return h(
      "span",
      { class: `mention${target.slice(1) === store.me ? " me" : ""}` },
      `@${person(target.slice(1)).real_name}`,
    );
  if (target.startsWith("#")) {
    const channel = store.channels.get(target.slice(1));
    const name = label || channelName(channel) || "a private channel";
    return channel
      ? h("a", { class: "mention", href: `#${channel.id}` }, `#${name}`)
      : h("span", { class: "mention" }, `#${name}`);
  }
  if (target.startsWith("!date^")) {
    const [, timestamp, format, url] = plain(target).split("^");
    return date(timestamp, format, url, plain(label || ""));
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, plain(label || "@a user group"));
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1).split("^")[0]}`);
  return link(plain(target), label ? emojis(label) : plain(target).replace(/^mailto:/, ""));
}

/** A date in the reader's time zone; its fallback where it can't be shown. */
export function date(timestamp, format, url, fallback) {
  const shown = format && slackDate(timestamp, format);
  if (!shown) return h("span", {}, fallback || "");
  const time = h("time", { title: new Date(Number(timestamp) * 1000).toLocaleString() }, shown);
  return url ? link(url, time) : time;
}

/** A link; those to this workspace's own messages and files stay within the page. */
export function link(url, label) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    return h("span", {}, label);
  }
  if (!["http:", "https:", "mailto:"].includes(parsed.protocol)) return h("span", {}, label);
  if (parsed.origin === location.origin) {
    const message = messageOf(parsed);
    if (message)
      return h(
        "a",
        {
          href: url,
          onclick: (event) => {
            event.preventDefault();
            go(message.channel, message.thread);
          },
        },
        label,
      );
    const file = /^\/files\/[^/]+\/([^/]+)\//.exec(parsed.pathname);
    if (file) return h("a", { href: download(file[1]), download: "" }, label);
  }
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function download(file) {
  return `/ui/files/${file}?as=${encodeURIComponent(store.me)}`;
}

/** The channel and thread that a permalink leads to. */
export function messageOf(url) {
  const match = /^\/archives\/([^/]+)\/p(\d+)(\d{6})$/.exec(url.pathname);
  if (!match) return null;
  const ts = `${match[2]}.${match[3]}`;
  return {
    channel: match[1],
    thread: url.searchParams.get("thread_ts") || (inThread(ts).length ? ts : ""),
  };
}

const MARKDOWN = [
  [/`([^`\n]+)`/, (match) => h("code", {}, match[1])],
  [/\[([^\]\n]+)\]\(([^)\s]+)\)/, (match) => link(match[2], match[1])],
  [/\*\*(\S|\S[^\n]*?\S)\*\*/, (match) => h("strong", {}, inline(match[1], MARKDOWN))],
  [/(?<![\w*])[*_](\S|\S[^*_\n]*\S)[*_](?![\w*])/, (match) => h("em", {}, inline(match[1], MARKDOWN))],
];

/** The everyday part of Markdown: headings, lists, quotes, code, emphasis, links. */
export function markdown(text) {
  const root = h("div", { class: "mrkdwn markdown" });
  let list = null;
  let code = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) {
      if (code) code = null;
      else root.append((code = h("pre")));
      list = null;
      continue;
    }
    if (code) {
      code.append(`${line}\n`);
      continue;
    }
    const heading = /^(#{1,6})\s+(.*)/.exec(line);
    const item = /^\s*(?:[-*]|(\d+)\.)\s+(.*)/.exec(line);
    if (item) {
      const kind = item[1] ? "ol" : "ul";
      if (list?.localName !== kind) root.append((list = h(kind, item[1] ? { start: item[1] } : {})));
      list.append(h("li", {}, inline(item[2], MARKDOWN)));
      continue;
    }
    list = null;
    if (heading) root.append(h("p", { class: "heading" }, inline(heading[2], MARKDOWN)));
    else if (line.startsWith("> ")) root.append(h("blockquote", {}, inline(line.slice(2), MARKDOWN)));
    else if (line.trim()) root.append(h("p", {}, inline(line, MARKDOWN)));
  }
  return root;
}
