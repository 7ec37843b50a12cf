"use strict";

/* Elements, numbers in words, and JSON as tables. Text goes into the page as text, whatever it is. */

function el(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(child => child !== null));
  return element;
}

function format(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  if (typeof value !== "number") {
    return String(value);
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 10000) {
    return value.toLocaleString("en", { maximumFractionDigits: 0 });
  }
  if (size !== 0 && size < 0.001) {
    return value.toExponential(2);
  }
  return value.toLocaleString("en", { maximumSignificantDigits: 5 });
}

function percent(share) {
  return share === null || share === undefined ? "–" : format(Math.round(share * 1000) / 10) + "\u00a0%";
}

function duration(seconds) {
  if (!(seconds >= 60)) {
    return format(Math.round(seconds * 100) / 100) + "\u00a0s";
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? minutes + " min " + Math.round(seconds % 60) + " s"
    : format(Math.floor(minutes / 60)) + " h " + (minutes % 60) + " min";
}

function date(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ") + " UTC";
}

const CAPITALS = ["AUC", "BLEU", "F1", "MASE", "ROC", "RSE"];

/** From macroF1 to macro F1. */
function words(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").split(" ")
      .map(word => (CAPITALS.includes(word.toUpperCase()) ? word.toUpperCase() : word.toLowerCase()))
      .join(" ");
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

function panel(title, about, ...children) {
  const note = about ? el("p", { className: "muted" }, about) : null;
  return el("div", { className: "panel" }, el("h3", {}, title), note, ...children);
}

function panels(...children) {
  return el("div", { className: "panels" }, ...children.filter(child => child !== null));
}

function numbersTable(caption, head, rows) {
  const table = el("table", { className: "numbers" });
  if (caption) {
    table.append(el("caption", {}, caption));
  }
  if (head.length > 0) {
    table.append(el("thead", {}, el("tr", {}, ...head.map(name => el("th", {}, name)))));
  }
  const cell = (tag, content) => el(tag, { className: content.length > 24 ? "long" : "" }, content);
  const body = rows.map(([first, ...others]) =>
    el("tr", {}, cell("th", first), ...others.map(other => cell("td", other))));
  table.append(el("tbody", {}, ...body));
  return el("div", { className: "scroll" }, table);
}

const TIMES = ["modified", "started"];

function shown(name, value) {
  if (Array.isArray(value)) {
    return value.map(item => shown(name, item)).join(", ") || "–";
  }
  if (value === "") {
    return "–";
  }
  return TIMES.includes(name) && typeof value === "number" ? date(value) : format(value);
}

function isTable(value) {
  return Array.isArray(value) && value.some(each => each !== null && typeof each === "object");
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Rows of what is single, under names with dots; tables of what is a list of objects. */
function flatten(value, path, rows, tables, wanted) {
  for (const [name, item] of Object.entries(value).filter(([key]) => wanted(key))) {
    const full = path ? path + "." + name : name;
    if (isObject(item)) {
      flatten(item, full, rows, tables, wanted);
    } else if (isTable(item)) {
      tables.push([full, item]);
    } else {
      rows.push([full, shown(name, item)]);
    }
  }
}

function listTable(caption, list) {
  const objects = list.filter(isObject);
  const columns = [...new Set(objects.flatMap(Object.keys))];
  const rows = objects.map(item => columns.map(name => shown(name, item[name])));
  const rest = list.filter(item => !isObject(item)).map(item => [shown("", item)]);
  return numbersTable(caption, columns.map(words), [...rows, ...rest]);
}

/** @param wanted tells by the name whether a value is shown; all are unless it is given */
function tree(value, wanted = () => true) {
  const rows = [];
  const tables = [];
  flatten(value, "", rows, tables, wanted);
  return [
    rows.length > 0 ? numbersTable("", [], rows) : null,
    ...tables.map(([name, list]) => listTable(name, list)),
  ];
}
