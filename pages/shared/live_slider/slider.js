// A native range over the stops of a setting, and a box for any value. What the hand is on, no answer overwrites.
// While the range moves it tells a value every PAUSE milliseconds, or once the last one has been answered.
const PAUSE = 60, PATIENCE = 400;

export default function ({ data, parentElement: root, setStateValue }) {
  const slider = (root.liveSlider ??= create(root));
  // a state that does not change is not told: the count makes every message a new one
  slider.tell = (value, final) => setStateValue("moved", { value, final, count: ++slider.count });
  if (!slider.held && !slider.typing) show(slider, data);
}

function create(root) {
  const find = (selector) => root.querySelector(selector);
  const slider = { label: find("label"), help: find("#help"), box: find("#box"), range: find("#range"), held: false, count: 0 };
  slider.range.addEventListener("input", () => move(slider));
  slider.range.addEventListener("change", () => release(slider, slider.stops[slider.range.value]));
  slider.box.addEventListener("input", () => { slider.typing = true; });
  slider.box.addEventListener("change", () => {
    slider.typing = false;
    const value = slider.box.valueAsNumber;
    if (Number.isFinite(value)) release(slider, clamp(slider, value));
    else slider.box.value = plain(slider.value);
  });
  addEventListener("gradient-picture", () => answered(slider));
  return slider;
}

function show(slider, data) {
  Object.assign(slider, { stops: data.stops, low: data.low, high: data.high, whole: data.whole });
  slider.label.textContent = data.label;
  slider.help.textContent = data.help;
  slider.range.max = data.stops.length - 1;
  slider.range.value = data.stops.indexOf(data.value);
  Object.assign(slider.box, { min: data.low, max: data.high, step: data.whole ? 1 : "any" });
  slider.box.setAttribute("aria-label", `${data.label}, exact value`);
  write(slider, data.value);
}

function write(slider, value) {
  slider.value = value;
  slider.box.value = plain(value);
  slider.range.setAttribute("aria-valuetext", plain(value));
}

const plain = (value) => String(Number(value.toPrecision(6)));

function clamp(slider, value) {
  const inside = Math.min(Math.max(value, slider.low), slider.high);
  return slider.whole ? Math.round(inside) : inside;
}

// The next value waits for the picture of the last one: a page that is asked faster than it answers never answers.
function move(slider) {
  slider.held = true;
  write(slider, slider.stops[slider.range.value]);
  slider.timer ??= setTimeout(() => tellMoved(slider), slider.asked ? PATIENCE : PAUSE);
}

function tellMoved(slider) {
  clearTimeout(slider.timer);
  slider.timer = null;
  if (!slider.held || slider.value === slider.asked) return;
  slider.asked = slider.value;
  slider.tell(slider.value, false);
}

function answered(slider) {
  slider.asked = null;
  if (slider.timer) tellMoved(slider);
}

function release(slider, value) {
  slider.held = false;
  clearTimeout(slider.timer);
  slider.timer = null;
  write(slider, value);
  slider.tell(value, true);
}
