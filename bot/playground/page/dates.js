// Slack's dates, <!date^timestamp^format^link|fallback>, in the reader's own time zone (docs.slack.dev, "Formatting
// message text", date formatting; and "Date element", which lists the newer tokens).

const TOKEN =
  /\{(date_num|date_slash|date|date_short|date_long|date_long_full|date_pretty|date_short_pretty|date_long_pretty|day_divider_pretty|time|time_secs|ago)\}/g;

/** Milliseconds; nearer than that, {date} has no year. */
const HALF_A_YEAR = 183 * 86400000;

/** The format with its tokens filled in, its first letter large as in Slack; null where the timestamp is none. */
export function slackDate(timestamp, format, now = new Date()) {
  const date = new Date(Number(timestamp) * 1000);
  if (!/^-?\d+$/.test(timestamp) || Number.isNaN(date.getTime())) return null;
  const text = format.replace(TOKEN, (_, token) => MAKE[token](date, now));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MAKE = {
  date_num: (date) =>
    [String(date.getFullYear()).padStart(4, "0"), two(date.getMonth() + 1), two(date.getDate())].join("-"),
  date_slash: (date) => date.toLocaleDateString([], { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (date, now) => `${dayOf(date)}${Math.abs(date - now) < HALF_A_YEAR ? "" : `, ${date.getFullYear()}`}`,
  date_short: (date) => `${month(date, "short")} ${date.getDate()}, ${date.getFullYear()}`,
  date_long: (date) => `${weekday(date)}, ${dayOf(date)}, ${date.getFullYear()}`,
  date_long_full: (date) => `${month(date, "long")} ${date.getDate()}, ${date.getFullYear()}`,
  date_pretty: (date, now) => near(date, now) || MAKE.date(date, now),
  date_short_pretty: (date, now) => near(date, now) || MAKE.date_short(date),
  date_long_pretty: (date, now) => near(date, now) || MAKE.date_long(date),
  day_divider_pretty: (date, now) =>
    near(date, now) ||
    (date.getFullYear() === now.getFullYear() ? `${weekday(date)}, ${dayOf(date)}` : MAKE.date_long(date)),
  time: (date) => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }),
  time_secs: (date) => date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (date, now) => ago((date - now) / 1000),
};

function two(number) {
  return String(number).padStart(2, "0");
}

function month(date, length) {
  return date.toLocaleDateString("en", { month: length });
}

function weekday(date) {
  return date.toLocaleDateString("en", { weekday: "long" });
}

/** "February 18th" */
function dayOf(date) {
  return `${month(date, "long")} ${ordinal(date.getDate())}`;
}

function ordinal(day) {
  const teens = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${(!teens && { 1: "st", 2: "nd", 3: "rd" }[day % 10]) || "th"}`;
}

function near(date, now) {
  const midnight = (of) => Date.UTC(of.getFullYear(), of.getMonth(), of.getDate());
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[(midnight(date) - midnight(now)) / 86400000];
}

const UNITS = [
  [31536000, "year"],
  [2592000, "month"],
  [604800, "week"],
  [86400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];

function ago(seconds) {
  const [length, unit] = UNITS.find(([each]) => Math.abs(seconds) >= each) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / length), unit);
}
