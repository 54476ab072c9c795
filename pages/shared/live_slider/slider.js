// A native range over the stops of a setting. While it moves it tells the value at most every PAUSE milliseconds.
const PAUSE = 60;

export default function ({ data, parentElement: root, setStateValue }) {
  const slider = (root.liveSlider ??= create(root));
  slider.tell = (value, final) => setStateValue("moved", { value, final });
  if (!slider.held) show(slider, data);
}

function create(root) {
  const find = (selector) => root.querySelector(selector);
  const slider = { label: find("label"), help: find("#help"), box: find("#box"), range: find("#range"), held: false };
  slider.range.addEventListener("input", () => move(slider));
  slider.range.addEventListener("change", () => release(slider, slider.stops[slider.range.value]));
  slider.box.addEventListener("change", () => {
    const value = slider.box.valueAsNumber;
    if (Number.isFinite(value)) release(slider, clamp(slider, value));
    else slider.box.value = plain(slider.value);
  });
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

function move(slider) {
  slider.held = true;
  write(slider, slider.stops[slider.range.value]);
  slider.timer ??= setTimeout(() => {
    slider.timer = null;
    if (slider.held) slider.tell(slider.value, false);
  }, PAUSE);
}

function release(slider, value) {
  slider.held = false;
  clearTimeout(slider.timer);
  slider.timer = null;
  write(slider, value);
  slider.tell(value, true);
}
