"use strict";

/* Tables of a classifier: precision and recall of each class, and which class or token was taken for which. */

/** Numbers are compared as numbers, all else as text. */
function compare(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

/** A count without decimals, a fraction with three. */
function brief(value) {
  return Number.isInteger(value) ? format(value) : value.toFixed(3);
}

/** A table whose rows are sorted by the column whose name is clicked; a second click reverses the order. */
function sortable(columns, rows) {
  const body = el("tbody", {});
  const heads = columns.map(([name, key]) => {
    const button = el("button", { type: "button", onclick: () => sort(key) }, name);
    return el("th", { scope: "col" }, button);
  });
  let sorted = null;
  let descending = false;
  function sort(key) {
    descending = key === sorted ? !descending : key !== columns[0][1]; // names ascend, numbers descend
    sorted = key;
    const sign = descending ? -1 : 1;
    rows.sort((a, b) => sign * compare(a[key], b[key]));
    body.replaceChildren(...rows.map(row => el("tr", {},
        el("th", { scope: "row", className: "long" }, String(row[columns[0][1]])),
        ...columns.slice(1).map(([, key]) => el("td", {}, brief(row[key]))))));
    heads.forEach((head, i) => {
      head.ariaSort = columns[i][1] === key ? (descending ? "descending" : "ascending") : "none";
    });
  }
  sort("support");
  const table = el("table", { className: "numbers sortable" }, el("thead", {}, el("tr", {}, ...heads)), body);
  return el("div", { className: "scroll" }, table);
}

const OF_CLASS = [["F1", "f1"], ["precision", "precision"], ["recall", "recall"], ["support", "support"]];

function classTable(title, about, column, table) {
  const more = table.more > 0 ? " The " + format(table.more) + " smallest are left out." : "";
  return panel(title, about + " Press the name of a column to sort by it." + more,
      sortable([[column, "name"], ...OF_CLASS], table.rows));
}

/** A cell that is the darker the larger its share of the row is; what is right has another color. */
function confusionCell(count, share, right, about) {
  const cell = el("td", { className: right ? "right" : "wrong", title: about }, count === 0 ? "" : format(count));
  cell.style.setProperty("--share", share.toFixed(3));
  return cell;
}

function confusionTable({ names, folded, counts }) {
  const all = folded === 0 ? names : [...names, format(folded) + " others"];
  const head = el("tr", {}, el("th", { className: "corner" }, "is \u2193 taken for \u2192"),
      ...all.map(name => el("th", { scope: "col", title: name }, el("span", {}, name))));
  const rows = counts.map((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return el("tr", {}, el("th", { scope: "row", title: all[i] }, all[i]), ...row.map((count, j) => {
      const share = sum === 0 ? 0 : count / sum;
      const about = all[i] + " taken for " + all[j] + ": " + format(count) + ", " + percent(share) + " of the row";
      return confusionCell(count, share, i === j, about);
    }));
  });
  return el("div", { className: "scroll" },
      el("table", { className: "confusion" }, el("thead", {}, head), el("tbody", {}, ...rows)));
}

/** The most frequent confusions of tokens in sequences; a token that was left out or added has no other one. */
function tokenTable(confusions) {
  const head = el("tr", {}, ...["token", "taken for", "count"].map(name => el("th", { scope: "col" }, name)));
  const rows = confusions.map(({ reference, predicted, count }) => el("tr", {},
      el("th", { scope: "row", className: "long" }, reference ?? "(inserted)"),
      el("td", {}, predicted ?? "(deleted)"), el("td", {}, format(count))));
  return el("div", { className: "scroll" },
      el("table", { className: "numbers" }, el("thead", {}, head), el("tbody", {}, ...rows)));
}

/** Classes whose matrix fits beside another table. */
const FEW = 8;

/** The tables of what a model was scored on. */
function classPanels(corpus, { classes, types, confusion, confusions }) {
  const on = " (" + corpus + ")";
  const others = confusion && confusion.folded > 0
    ? " The " + format(confusion.folded) + " smaller classes are folded into one; what is right in it may be"
        + " one of them taken for another."
    : "";
  const matrix = confusion ? panel("Confusion" + on, "A row has the examples of a class, a column those that were taken for it;"
        + " the largest classes come first. The shade is the share of the row." + others, confusionTable(confusion)) : null;
  const small = confusion && confusion.names.length <= FEW;
  const tables = panels(
    small ? matrix : null,
    classes ? classTable("Classes" + on, "Support is how many examples a class has.", "class", classes) : null,
    types ? classTable("Types of phrases" + on, "Phrases are what the tags mark, and right only as a whole.",
        "type", types) : null,
    confusions ? panel("Confusions" + on, "The most frequent edits between targets and predicted sequences.",
        tokenTable(confusions)) : null);
  return small || matrix === null ? [tables] : [matrix, tables];
}
