"use strict";

/* The panels of a report, in their order. */

const data = JSON.parse(document.getElementById("data").textContent);
const metrics = data.metrics;
const unit = data.unit;
const perTarget = (unit.hasPerplexity ? "nats per " : "loss per ") + unit.one;

const report = document.getElementById("report");
const links = el("nav", { ariaLabel: "Sections" });

function section(title, ...children) {
  const id = title.toLowerCase().replace(/[^a-z]+/g, "-");
  links.append(el("a", { href: "#" + id }, title));
  report.append(el("section", { id }, el("h2", {}, title), ...children));
}

const rounds = metrics.rounds;
const epochs = metrics.epochs;
const validations = metrics.validations;
const joined = rounds.width === 1 ? "" : " Each point is the mean of " + format(rounds.width)
    + " rounds; the band shows their minimum and maximum.";

/** Returns a curve of a table for a chart, or null if nothing was recorded. */
function curveOf(table, key, name, look) {
  const curve = table.curves[key];
  return curve ? Object.assign({ name }, curve, { color: "blue" }, look) : null;
}

function overRounds(title, about, keys, more) {
  const curves = keys.map(([key, name, look]) => curveOf(rounds, key, name, look))
      .filter(curve => curve !== null);
  if (curves.length === 0) {
    return panel(title, "This run did not record it.");
  }
  const spec = Object.assign({ x: rounds.positions, xLabel: "round", yLabel: "", curves }, more);
  return panel(title, about + joined, chart(title, spec));
}

function lossPanel() {
  const ofRounds = curveOf(rounds, "loss", "training, by rounds");
  const sameEpochs = epochs.positions.length === rounds.positions.length; // of one round each
  const trained = sameEpochs ? null
    : curveOf(epochs, "trainLoss", "training, by epochs", { color: "purple" });
  const validated = curveOf(validations, "validation.loss", "validation", { color: "orange" });
  const unaveraged = curveOf(validations, "unaveraged.loss", "validation, unaveraged", { color: "green" });
  const ofValidations = [validated, unaveraged].filter(curve => curve !== null);
  const others = trained === null ? ofValidations : [trained, ...ofValidations];
  if (ofRounds === null) {
    return panel("Loss", "No round has ended yet.");
  }
  const edges = ofRounds.min ? [ofRounds.min, ofRounds.max] : [];
  const tables = [[rounds.positions, ofRounds.mean, ...edges]];
  if (trained !== null) {
    tables.push([epochs.curves.round.mean, trained.mean]);
  }
  if (ofValidations.length > 0) {
    tables.push([validations.positions, ...ofValidations.map(curve => curve.mean)]);
  }
  const [x, mean, ...columns] = uPlot.join(tables);
  const band = edges.length > 0 ? { min: columns.shift(), max: columns.shift() } : {};
  const curves = [
    Object.assign({}, ofRounds, { mean }, band),
    ...others.map((curve, i) => Object.assign({}, curve,
        { mean: columns[i], points: curve.mean.length <= 100, min: undefined })),
  ];
  return panel("Loss", capital(perTarget) + ". That of training is of the shards while they train, with"
      + " dropout; the validation is of the model."
      + (unaveraged === null ? "" : " Unaveraged: of the parameters themselves, without the average of the weights.")
      + joined,
      chart("Loss", { x, xLabel: "round", yLabel: perTarget, curves }));
}

/** Names of metrics that depend on the task. */
function telling(name) {
  return unit.hasPerplexity || !["perplexity", "bitsPerToken"].includes(name);
}

function measurePanels() {
  return Object.keys(validations.curves)
      .filter(key => key.startsWith("validation.") && key !== "validation.loss")
      .filter(key => telling(key.slice("validation.".length)))
      .map(key => {
        const name = words(key.slice("validation.".length));
        const curve = curveOf(validations, key, name, { color: "orange" });
        const unaveraged = curveOf(validations, "unaveraged." + key.slice("validation.".length),
            name + ", unaveraged", { color: "green" });
        const curves = unaveraged === null ? [curve] : [curve, unaveraged];
        const spec = { x: validations.positions, xLabel: "round", yLabel: "", curves };
        return panel("Validation: " + name, "", chart("Validation: " + name, spec));
      });
}

function gradientPanel() {
  const curve = rounds.curves.gradientNorm;
  const min = curve ? (curve.min || curve.mean).filter(value => value !== null) : [];
  const max = curve ? (curve.max || curve.mean).filter(value => value !== null) : [];
  const log = Math.min(...min) > 0 && Math.max(...max) > 50 * Math.min(...min);
  return overRounds("Gradient norm",
      "Mean over the updates of a round, before clipping." + (log ? " Logarithmic." : ""),
      [["gradientNorm", "norm"]], { log });
}

const limit = (data.settings || {})["training.clip.norm"];
const unclipped = Number(limit) === 0;

function clippedPanel() {
  return unclipped
    ? panel("Clipped updates", "training.clip.norm is 0: no gradient is clipped by its norm.")
    : overRounds("Clipped updates",
        "Share of the updates whose gradient was longer than training.clip.norm"
            + (limit === undefined ? "." : " = " + format(Number(limit)) + "."),
        [["clippedFraction", "clipped", { color: "orange" }]],
        { show: percent, range: () => [0, 1] });
}

const PARTS = [
  ["compute", "computing", "blue", "the shards train"],
  ["serialize", "serializing", "orange", "models and results are packed, sent and unpacked"],
  ["schedule", "scheduling", "purple", "tasks start, kernels open, shards wait for a core"],
  ["average", "averaging", "green", "one model is made of those of the shards"],
];

/** Limits the axis, so that a few long rounds, such as the first, do not flatten the others. */
function withoutOutliers(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const usual = sorted[Math.floor(0.98 * (sorted.length - 1))];
  const limit = sorted[sorted.length - 1] > 3 * usual ? 1.5 * usual : Infinity;
  return { limit, beyond: values.filter(value => value > limit) };
}

function timePanel() {
  const parts = PARTS.map(([key, name, look]) =>
      curveOf(rounds, "time." + key, name, { color: look, area: look + "-area" }));
  if (parts.includes(null)) {
    return overRounds("Time of a round", "Seconds. What of it is not computing was not recorded"
        + " in parts in this run.",
        [["seconds", "the whole round", { color: "purple" }], ["computeSeconds", "the slowest shard"]]);
  }
  let below = rounds.positions.map(() => 0);
  const stacked = parts.map(part => {
    const mean = part.mean.map((value, i) => (value === null ? null : value + below[i]));
    below = mean.map((value, i) => (value === null ? below[i] : value));
    return Object.assign({}, part, { shown: part.mean, mean, min: undefined });
  });
  const { limit, beyond } = withoutOutliers(below);
  const spec = { x: rounds.positions, xLabel: "round", yLabel: "seconds", curves: stacked.reverse() };
  spec.range = (u, low, high) => [0, Math.min(high, limit)];
  return panel("Time of a round", "Seconds, one part on top of the other."
      + (rounds.width === 1 ? "" : " Each point is the mean of " + format(rounds.width) + " rounds.")
      + (beyond.length === 0 ? "" : " " + format(beyond.length) + " points are above the chart, up to "
          + duration(Math.max(...beyond)) + "."),
      chart("Time of a round", spec));
}

function swatch(name) {
  const square = el("span", { className: "swatch" });
  square.style.background = "var(--" + name + ")";
  return square;
}

function sharesPanel() {
  const sums = PARTS.map(part => metrics.sums["time." + part[0]]);
  if (sums.includes(undefined)) {
    return null;
  }
  const all = sums.reduce((sum, seconds) => sum + seconds, 0);
  const bar = el("div", { className: "bar", role: "img", ariaLabel: "Fractions of the time" });
  const rows = PARTS.map(([, name, look, about], i) => {
    const segment = el("div", { title: name + " " + percent(sums[i] / all) });
    segment.style.cssText = "background: var(--" + look + "); width: " + (100 * sums[i] / all) + "%";
    bar.append(segment);
    return [el("span", {}, swatch(look), name), percent(sums[i] / all), duration(sums[i]), about];
  });
  return panel("Time of all rounds", "", bar, numbersTable("", [], rows));
}

function shardsPanel() {
  const lowest = curveOf(rounds, "minShardLoss", "the lowest", { color: "green" });
  const highest = curveOf(rounds, "maxShardLoss", "the highest", { color: "orange" });
  if (lowest === null || highest === null) {
    return panel("Divergence of the shards", "This run did not record it.");
  }
  const all = curveOf(rounds, "loss", "all shards");
  const curves = [highest, all, lowest].map(curve => Object.assign({}, curve, { min: undefined }));
  Object.assign(curves[1], { min: lowest.mean, max: highest.mean });
  const spec = { x: rounds.positions, xLabel: "round", yLabel: perTarget, curves };
  const exclusions = Object.keys(metrics.exclusions).length === 0 ? " Every shard was included in every round." : "";
  return panel("Divergence of the shards", "Mean loss of the shards with the lowest and the highest"
      + " loss in a round, of those that are included." + exclusions, chart("Divergence of the shards", spec));
}

function exclusionsPanel() {
  const rows = Object.entries(metrics.exclusions).map(([shard, times]) => ["shard " + shard, format(times)]);
  return rows.length === 0 ? null
    : panel("Excluded shards", format(metrics.sums.excludedTargets) + " " + unit.many + " are excluded.",
        numbersTable("", ["", "rounds"], rows));
}

function comparisonPanel(comparison) {
  const { champion, challenger, metric } = comparison;
  const names = Object.keys(challenger.metrics).filter(name => name in champion.metrics);
  const rows = names.map(name => [
    words(name) + (name === metric ? " (decides)" : ""),
    format(champion.metrics[name]),
    format(challenger.metrics[name]),
    format(challenger.metrics[name] - champion.metrics[name]),
  ]);
  const better = comparison.challengerIsBetter ? challenger.name : champion.name;
  return panel(comparison.decision, "Both on " + comparison.heldOut + ". By " + words(metric) + ", "
      + better + " is better.",
      el("p", { className: comparison.promoted ? "good" : "bad" },
          comparison.promoted ? "The challenger is promoted." : "The champion stays."),
      numbersTable("", ["", "champion: " + champion.name, "challenger: " + challenger.name, "difference"], rows));
}

function outcome() {
  const last = data.attempts[data.attempts.length - 1] || {};
  switch (last.outcome) {
    case "finished":
      return ["finished", "good"];
    case "interrupted":
      return ["interrupted; the same command resumes", ""];
    case "failed":
      return ["failed: " + last.message, "bad"];
    default:
      return ["training, or ended without a message", ""];
  }
}

function tile(name, value, about) {
  const note = about ? el("div", { className: "muted" }, about) : null;
  return el("div", { className: "tile" }, el("div", { className: "muted" }, name),
      el("div", { className: "value" }, value), note);
}

function tiles() {
  const state = data.state;
  const sums = metrics.sums;
  const metric = (data.settings || {})["evaluation.metric"] || "loss";
  const test = ((data.model || {}).test || {}).loss;
  return el("div", { className: "tiles" },
      state.bestEpoch === undefined ? null
          : tile("best validation " + words(metric), format(state.bestValue),
              "epoch " + format(state.bestEpoch) + ", round " + format(state.bestRound)),
      test === undefined ? null : tile("test loss", format(test)),
      tile("epochs", format(state.epochsDone), format(state.round) + " rounds"),
      tile("updates", format(state.updates)),
      tile(unit.many + " trained", format(state.trainedTargets),
          state.excludedTargets > 0 ? format(state.excludedTargets) + " excluded" : ""),
      tile("training", duration(state.trainingSeconds)),
      sums.seconds > 0 ? tile(unit.many + "/s", format(Math.round(sums.targets / sums.seconds)), "mean") : null,
      data.parameters === undefined ? null : tile("parameters", format(data.parameters)));
}

function head() {
  const run = data.state.run;
  const name = run.replace(/\/+$/, "").split("/").pop();
  const [state, look] = outcome();
  document.title = name + " – Unfold run";
  document.getElementById("top").append(
      el("h1", {}, name),
      el("p", { className: "muted" }, run + " · written " + data.written),
      el("p", { className: look }, state),
      tiles(),
      links);
}

function settingsPanels() {
  const sections = new Map();
  Object.entries(data.settings || {}).forEach(([key, value]) => {
    const dot = key.indexOf(".");
    const name = dot < 0 ? "identity" : key.slice(0, dot);
    sections.set(name, [...(sections.get(name) || []), [key.slice(dot + 1), value || "–"]]);
  });
  return [...sections].map(([name, rows]) => panel(name, "", numbersTable("", [], rows)));
}

head();
if (data.comparison) {
  section("Champion against challenger", comparisonPanel(data.comparison));
}
section("Learning", lossPanel(), panels(...measurePanels()));
const ofClasses = Object.entries(data.classes || {}).flatMap(([corpus, tables]) => classPanels(corpus, tables));
if (ofClasses.length > 0) {
  section(Object.values(data.classes).some(tables => tables.classes) ? "Classes" : "Edits", ...ofClasses);
}
section("Optimization", panels(
    overRounds("Learning rate", "Of the last update of a round.", [["learningRate", "rate", { color: "green" }]]),
    gradientPanel(),
    clippedPanel()));
section("Speed", panels(
    overRounds(capital(unit.many) + " per second", "Trained, by the wall clock.",
        [["targetsPerSecond", unit.many + "/s"]]),
    timePanel()),
    sharesPanel());
section("Shards", panels(shardsPanel(), exclusionsPanel()));
const samples = Object.entries(data.samples || {});
if (samples.length > 0) {
  section("Samples", panels(...samples.map(([temperature, text]) =>
      panel("Temperature " + temperature, "What the model writes after an empty prefix.", el("pre", {}, text)))));
}
if (data.model) {
  section("Model", panel("Figures", "", ...tree(data.model, telling)));
}
section("Configuration", el("div", { className: "columns" }, ...settingsPanels()));
section("Provenance",
    panel("Attempts", "", listTable("", data.attempts)),
    panel("State", "", ...tree(data.state)),
    data.provenance ? panel("Corpora and versions", "", ...tree(data.provenance)) : null,
    Object.keys(metrics.corpora).length > 0
      ? panel("Counts of the corpora", "", ...tree(metrics.corpora)) : null);
drawAll();
