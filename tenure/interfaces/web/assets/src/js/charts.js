// Charts: an element with data-chart is drawn from the numbers in it, in the colours of the page, light or dark.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { pictureOf } from "./pictures.js";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const LIGHT = ["#3a57c4", "#b4561e", "#16776b", "#8a3f9c", "#6b7079", "#a0801a"];
const DARK = ["#8fa6ff", "#f0a36b", "#5fc9bb", "#cf93de", "#a9afb9", "#dcc05a"];
const LABEL_HEIGHT = 15;
const drawn = new Map();
const things = new Map(); // which colour a thing has, on all charts of the page that are cut by such things

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = () => document.documentElement.dataset.bsTheme === "dark";
const isShare = ({ unit, series }) => {
  const known = series.flatMap((one) => one.values).filter((value) => value !== null);
  return unit === "ratio" && known.every((value) => value >= 0 && value <= 1) && known.some((value) => value > 0.75);
};
const isMoney = (unit) => unit.startsWith("money");

function short(value, { unit, currency }) {
  if (value === null || value === undefined) return "";
  if (unit === "ratio") return `${Math.round(value * 1000) / 10} %`;
  if (unit === "multiple") return `${Math.round(value * 100) / 100}×`;
  const options = { notation: "compact", maximumFractionDigits: 1 };
  if (isMoney(unit)) Object.assign(options, { style: "currency", currency });
  return new Intl.NumberFormat("en", options).format(value).replace("-", "−");
}

function coloursOf({ by, series }, palette) {
  const taken = new Set();
  return series.map(({ name }, place) => {
    if (!by) return palette[place % palette.length];
    const key = `${by}: ${name}`;
    const free = palette.findIndex((_, at) => !taken.has(at) && ![...things].some(([other, of]) => of === at && other.startsWith(`${by}: `)));
    let at = things.get(key) ?? free;
    if (at === -1 || taken.has(at)) at = palette.findIndex((_, other) => !taken.has(other));
    if (!things.has(key)) things.set(key, at);
    taken.add(at);
    return palette[at];
  });
}

function seriesOf(told, palette) {
  const alone = told.series.length === 1;
  const colours = coloursOf(told, palette);
  return told.series.map((one, place) => ({
    type: told.kind === "line" ? "line" : "bar",
    stack: told.kind === "stack" ? "whole" : undefined,
    name: one.name,
    data: one.values.map((value, period) => ({ value, itemStyle: told.partial[period] ? { opacity: 0.45 } : undefined })),
    color: colours[place],
    symbol: "circle",
    symbolSize: 5,
    showSymbol: one.values.length <= 24,
    lineStyle: { width: 2 },
    barMaxWidth: 28,
    connectNulls: false,
    endLabel: { show: told.kind === "line" && !alone, formatter: one.name, color: colours[place], width: 110, overflow: "truncate" },
  }));
}

function targetOf(told) {
  if (!told.targets) return [];
  return [{ type: "line", name: "Target", data: told.targets.values, color: colour("--ink-2"), symbol: "diamond", symbolSize: 4, lineStyle: { width: 1.5, type: "dashed" }, endLabel: { show: true, formatter: "Target", color: colour("--ink-2") } }];
}

function optionOf(told) {
  const ink = colour("--ink-2");
  const rule = colour("--line");
  const alone = told.series.length === 1;
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: told.targets ? 72 : alone || told.kind !== "line" ? 12 : 124, top: alone || told.kind === "line" ? 16 : 36, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: told.periods, axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { color: ink, hideOverlap: true } },
    yAxis: { type: "value", min: told.kind === "line" || told.series.some((one) => one.values.some((value) => value < 0)) ? undefined : 0, max: isShare(told) ? 1 : undefined, interval: isShare(told) ? 0.25 : undefined, splitNumber: 4, splitLine: { lineStyle: { color: rule } }, axisLabel: { color: ink, formatter: (value) => short(value, told) } },
    legend: { show: !alone && told.kind !== "line", type: "scroll", top: 0, left: 0, itemWidth: 10, itemHeight: 10, icon: "rect", textStyle: { color: ink }, pageTextStyle: { color: ink }, pageIconColor: ink },
    tooltip: tipOf((points) => words(points, told)),
    series: [...seriesOf(told, isDark() ? DARK : LIGHT), ...targetOf(told)],
  };
}

// What came and went, line by line, between an opening and a closing bar.
function bridgeOf(told) {
  const ink = colour("--ink-2");
  const rule = colour("--line");
  const tones = { end: (isDark() ? DARK : LIGHT)[0], more: colour("--good"), less: colour("--bad") };
  const change = ({ from, to, tone }) => (tone === "end" ? to : to - from);
  const label = ({ dataIndex }) => (told.steps[dataIndex].tone === "more" ? "+" : "") + short(change(told.steps[dataIndex]), told);
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
    yAxis: { type: "category", inverse: true, data: told.steps.map((step) => step.name), axisTick: { show: false }, axisLine: { lineStyle: { color: rule } }, axisLabel: { color: ink } },
    xAxis: { type: "value", min: 0, splitNumber: 3, splitLine: { lineStyle: { color: rule } }, axisLabel: { color: ink, hideOverlap: true, formatter: (value) => short(value, told) } },
    tooltip: tipOf((points) => `${told.steps[points[0].dataIndex].name}: ${told.steps[points[0].dataIndex].text}`),
    series: [
      { type: "bar", stack: "bridge", silent: true, itemStyle: { color: "transparent" }, data: told.steps.map((step) => Math.min(step.from, step.to)) },
      {
        type: "bar",
        stack: "bridge",
        barMaxWidth: 18,
        barMinHeight: 2,
        data: told.steps.map((step) => ({ value: Math.abs(step.to - step.from), itemStyle: { color: tones[step.tone] } })),
        label: { show: true, position: "right", color: ink, formatter: label },
      },
    ],
  };
}

const tipOf = (formatter) => ({
  trigger: "axis",
  backgroundColor: colour("--surface"),
  borderColor: colour("--line-strong"),
  textStyle: { color: colour("--ink") },
  formatter: (points) => {
    const box = document.createElement("div");
    box.append(formatter(points));
    return box;
  },
});

function words(points, told) {
  const box = document.createElement("div");
  const period = points[0].dataIndex;
  const head = document.createElement("b");
  head.textContent = told.periods[period] + (told.partial[period] ? ", so far" : "");
  box.append(head);
  for (const point of points) {
    const line = document.createElement("div");
    const texts = (told.series[point.seriesIndex] || told.targets).texts;
    line.textContent = `${points.length > 1 ? `${point.seriesName}: ` : ""}${texts[period]}`;
    box.append(line);
  }
  return box;
}

// The names at the ends of lines, each as near to its line as the others let it.
function spread(chart, told) {
  if (told.kind !== "line" || told.series.length < 2) return;
  const last = ({ values }) => values.findLast((value) => value !== null && value !== undefined) ?? 0;
  const ends = told.series.map((one, place) => ({ place, at: chart.convertToPixel({ yAxisIndex: 0 }, last(one)) }));
  ends.sort((one, other) => one.at - other.at);
  const bottom = chart.getHeight() - 32;
  const free = ends.map(({ at }) => at);
  for (let at = 1; at < free.length; at += 1) free[at] = Math.max(free[at], free[at - 1] + LABEL_HEIGHT);
  if (free.at(-1) > bottom) free[free.length - 1] = bottom;
  for (let at = free.length - 2; at >= 0; at -= 1) free[at] = Math.min(free[at], free[at + 1] - LABEL_HEIGHT);
  const series = told.series.map(() => ({}));
  ends.forEach(({ place, at }, order) => { series[place] = { endLabel: { offset: [0, free[order] - at] } }; });
  chart.setOption({ series });
}

function fit() {
  for (const [element, chart] of drawn) {
    chart.resize();
    spread(chart, JSON.parse(element.dataset.chart));
  }
}

function draw(element) {
  drawn.get(element)?.dispose();
  const chart = init(element, null, { renderer: "canvas" });
  const told = JSON.parse(element.dataset.chart);
  chart.setOption(told.kind === "waterfall" ? bridgeOf(told) : optionOf(told));
  spread(chart, told);
  drawn.set(element, chart);
}

function drawAll() {
  for (const element of document.querySelectorAll("[data-chart]")) draw(element);
}

function save(button) {
  const figure = button.closest("figure");
  const chart = drawn.get(figure.querySelector("[data-chart]"));
  const ground = colour("--ground");
  const link = document.createElement("a");
  link.href = chart ? chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: ground }) : pictureOf(figure.querySelector(".funnel, .tile-grid"), ground);
  link.download = button.dataset.chartSave;
  link.click();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-save]");
  if (button) save(button);
});
window.addEventListener("resize", fit);
new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
drawAll();
