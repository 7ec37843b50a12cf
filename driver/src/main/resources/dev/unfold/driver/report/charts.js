"use strict";

/* Charts by uPlot, in the colors of the page. */

const drawings = [];

const HEIGHT = 230;
const FONT = "12px system-ui, sans-serif";

/** Rounds and epochs are whole. */
const STEPS = Array.from({ length: 12 }, (unused, i) => 10 ** i).flatMap(ten => [ten, 2 * ten, 5 * ten]);

function axis(label, show) {
  return {
    label,
    labelSize: 20,
    labelFont: FONT,
    font: FONT,
    stroke: color("muted"),
    grid: { stroke: color("grid"), width: 1 },
    ticks: { stroke: color("grid"), width: 1 },
    values: (u, splits) => splits.map(value => (value === null ? "" : show(value))),
  };
}

/** Room for the widest number. */
function axisWidth(u, values) {
  return 18 + 7 * Math.max(2, ...(values || []).map(value => String(value).length));
}

function line(curve, show, few) {
  return {
    label: curve.name,
    stroke: color(curve.color),
    fill: curve.area ? color(curve.area) : undefined,
    width: 1.6,
    spanGaps: true,
    points: { show: few || Boolean(curve.points), size: 5, fill: color(curve.color) },
    value: (u, value, i, at) => show(curve.shown && at !== null ? curve.shown[at] : value),
  };
}

/** An edge of a band; only what is between the edges is seen. */
function edge() {
  return { class: "edge", stroke: "transparent", spanGaps: true, points: { show: false } };
}

/** The series, bands and columns of a chart; a curve with a minimum and a maximum has a band around it. */
function seriesOf(spec, show) {
  const few = spec.x.length <= 40;
  const series = [{ label: spec.xLabel, value: (u, x) => format(x === null ? null : Math.floor(x)) }];
  const columns = [spec.x];
  const bands = [];
  spec.curves.forEach(curve => {
    series.push(line(curve, show, few));
    columns.push(curve.mean);
  });
  spec.curves.filter(curve => curve.min).forEach(curve => {
    bands.push({ series: [series.length, series.length + 1], fill: color(curve.color + "-band") });
    series.push(edge(), edge());
    columns.push(curve.max, curve.min);
  });
  return { series, columns, bands };
}

function plotOf(spec, place) {
  const show = spec.show || format;
  const { series, columns, bands } = seriesOf(spec, show);
  const last = spec.x.length - 1;
  const showLast = u => {
    if (u.cursor.idx === null || u.cursor.idx === undefined) {
      u.setLegend({ idx: last });
    }
  };
  const wholeRange = (u, low, high) => (low === high ? [low - 1, high + 1] : [low, high]);
  const options = {
    width: place.clientWidth,
    height: HEIGHT,
    series,
    bands,
    scales: {
      x: { time: false, range: wholeRange },
      y: Object.assign(spec.log ? { distr: 3 } : {}, spec.range ? { range: spec.range } : {}),
    },
    axes: [
      Object.assign(axis(spec.xLabel, format), { incrs: STEPS, size: 28 }),
      Object.assign(axis(spec.yLabel, show), { size: axisWidth }),
    ],
    cursor: { sync: { key: spec.xLabel, setSeries: false }, points: { size: 7 } },
    hooks: { ready: [showLast], setCursor: [showLast] },
  };
  return new uPlot(options, columns, place);
}

/** A place for a chart, which is drawn when the page is laid out. */
function chart(title, spec) {
  const place = el("div", { className: "chart", role: "img", ariaLabel: "Chart: " + title });
  drawings.push({ place, spec, plot: null });
  return place;
}

function redraw(drawing) {
  if (drawing.plot !== null) {
    drawing.plot.destroy();
  }
  drawing.plot = plotOf(drawing.spec, drawing.place);
}

function fit(drawing) {
  const width = drawing.place.clientWidth;
  if (drawing.plot.width !== width) {
    drawing.plot.setSize({ width, height: HEIGHT });
  }
}

function drawAll() {
  drawings.forEach(redraw);
  const observer = new ResizeObserver(() => requestAnimationFrame(() => drawings.forEach(fit)));
  drawings.forEach(drawing => observer.observe(drawing.place));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => drawings.forEach(redraw));
}
