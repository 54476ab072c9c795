// Every chart without seeing it: a text that follows the run, a table of its values, and arrows that say them one by one.
import { t } from "../shared/language.js";
import { course, named } from "./course.js";
import { READINGS } from "./readings.js";
import { atStep } from "./watch.js";

/** @import { Commands } from "../commands.js" */
/** @import { Shown } from "../picture.js" */
/** @import { Charts } from "../shared/charts.js" */
/** @import { Hover } from "../shared/hover.js" */
/** @import { State } from "../state.js" */
/** @import { Reading } from "./readings.js" */

/** Milliseconds between two writings while a run plays: no picture of it is delayed, and nobody is talked down. */
const CALM = 1000;
/** Milliseconds for which a key must be the last one before its value is said. */
const SOON = 150;
/** Charts whose places are training steps, sites from bottom to top, or questions. */
const [ALONG_STEPS, UPWARD, QUESTIONS] = ["loss", "map", "learns"];
const KEYS = t(
  "Left and right arrows go through its values, up and down through the training steps, Home and End to its ends.",
);

export class Reader {
  /**
   * @param {HTMLElement} host
   * @param {Charts} charts
   * @param {State} state
   * @param {Commands} commands
   * @param {Hover} hover
   */
  constructor(host, charts, state, commands, hover) {
    this.host = host;
    /** The figures of all that can be read, by name. */
    this.boxes = { ...charts.boxes, [QUESTIONS]: /** @type {HTMLElement} */ (host.querySelector(".learns")) };
    this.state = state;
    this.commands = commands;
    this.hover = hover;
    this.live = /** @type {HTMLElement} */ (host.querySelector(".value-said"));
    this.shown = /** @type {Shown | null} */ (null);
    this.timer = this.saying = 0;
    /** The place at which the arrows stand, by chart. @type {Record<string, number>} */
    this.places = {};
    for (const name of Object.keys(this.boxes)) this.listen(name);
  }

  /** @param {string} name */
  listen(name) {
    const chart = this.find(name, ".chart");
    const button = this.find(name, ".values");
    chart.addEventListener("keydown", (event) => this.press(name, event));
    chart.addEventListener("focus", () => {
      this.write();
      // A press of the mouse gives focus too, and does not ask for a value.
      if (chart.matches(":focus-visible")) this.point(name);
    });
    chart.addEventListener("blur", () => {
      clearTimeout(this.saying); // who has only passed by hears nothing of it
      this.hover.leave();
      if (name === QUESTIONS) this.commands.chooseQuestion(-1);
    });
    button.addEventListener("click", () => {
      const table = this.find(name, ".table");
      table.hidden = !table.hidden;
      button.setAttribute("aria-expanded", String(!table.hidden));
      this.write();
    });
  }

  /**
   * @param {string} name
   * @param {string} selector
   */
  find(name, selector) {
    return /** @type {HTMLElement} */ (this.boxes[name].querySelector(selector));
  }

  /** Called at every picture that shows something else: writes it down when there is time. @param {Shown} shown */
  draw(shown) {
    this.shown = shown;
    if (!this.timer) this.timer = setTimeout(() => this.write(), CALM);
  }

  /** The texts of all charts that are seen, and the tables that stand open. */
  write() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const [name, box] of Object.entries(this.boxes)) {
      // Charts of the views that are not open have no place on the screen.
      const reading = box.offsetParent ? this.reading(name) : null;
      if (!reading) continue;
      this.find(name, ".told").textContent = `${told(reading)}. ${KEYS}`;
      const table = this.find(name, ".table");
      // Only while it stands open: of a long run it has hundreds of rows.
      if (!table.hidden) table.replaceChildren(tableOf(reading, this.find(name, ".heading").textContent ?? ""));
    }
  }

  /** @param {string} name */
  reading(name) {
    const { shown } = this;
    return shown?.run.rows ? (READINGS[name]?.(shown, this.state.site) ?? null) : null;
  }

  /**
   * @param {string} name
   * @param {KeyboardEvent} event
   */
  press(name, event) {
    const reading = this.reading(name);
    const along = { ArrowLeft: -1, ArrowRight: 1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY }[
      event.key
    ];
    const through = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    // With a modifier a key belongs to the browser or to the screen reader.
    if (!reading || event.ctrlKey || event.metaKey || event.altKey || (along ?? through) === undefined) return;
    event.preventDefault();
    const upward = name === UPWARD;
    // On the map sites run from bottom to top, so the two pairs of arrows change places.
    const [move, step] = upward ? [through, along] : [along, through];
    if (name === ALONG_STEPS) this.go(along ?? through ?? 0);
    else if (step !== undefined) this.go(step);
    else if (move !== undefined) this.places[name] = this.place(name, reading) + move;
    this.point(name);
  }

  /** To another training step. @param {number} steps */
  go(steps) {
    if (steps === Number.NEGATIVE_INFINITY) this.commands.toStart();
    else if (steps === Number.POSITIVE_INFINITY) this.commands.toEnd();
    else if (steps < 0) this.commands.back();
    else this.commands.forward();
  }

  /**
   * Where the arrows stand: at the run's step, or first where the chart is read from.
   * @param {string} name
   * @param {Reading} reading
   */
  place(name, { places, back }) {
    if (name === ALONG_STEPS) return Math.floor(this.state.position);
    const last = places.length - 1;
    const place = Math.max(0, Math.min(last, this.places[name] ?? (back ? last : 0)));
    this.places[name] = place;
    return place;
  }

  /** Shows the value at the arrows' place and says it, as soon as the keys rest. @param {string} name */
  point(name) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      const reading = this.reading(name);
      const { run, row } = this.shown ?? {};
      if (!reading || !run || row === undefined) return;
      const place = this.place(name, reading);
      const values = reading.series.filter(({ values }) => place < values.length);
      const here = name === UPWARD ? values.filter((one) => one.name === atStep(run, row)) : values;
      const lines = here.map((series) => `${series.name} ${named(series, place)}`);
      const there = reading.places[place];
      const where =
        name === ALONG_STEPS || name === UPWARD
          ? there
          : t("{place}, step {step}", { place: there, step: run.steps[row] });
      const words = [where, ...lines];
      this.live.textContent = words.join(", ");
      this.hover.showAt(this.find(name, ".plot"), words, name === QUESTIONS);
      if (name === QUESTIONS) this.commands.chooseQuestion(place);
      this.hover.mark(reading.sites?.[place] ?? null);
    }, SOON);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.saying);
  }
}

/** @param {Reading} reading */
function told({ places, series, back, text }) {
  if (text) return text;
  const order = places.map((_, i) => i);
  if (back) order.reverse();
  return series.map((one) => course(one, places, order, !back)).join("; ");
}

/**
 * @param {Reading} reading
 * @param {string} heading
 */
function tableOf({ places, series, here }, heading) {
  const table = document.createElement("table");
  table.createCaption().textContent = heading;
  const head = table.createTHead().insertRow();
  head.append(...[t("where"), ...series.map(({ name }) => name)].map((name) => cell("th", name, "col")));
  const body = table.createTBody();
  places.forEach((place, i) => {
    const row = body.insertRow();
    const values = series.map((one) => cell("td", i < one.values.length ? named(one, i) : ""));
    row.append(cell("th", place, "row"), ...values);
    if (i === here) row.setAttribute("aria-current", "step");
  });
  return table;
}

/**
 * @param {"th" | "td"} name
 * @param {string} text
 * @param {string} [scope]
 */
function cell(name, text, scope) {
  const element = Object.assign(document.createElement(name), { textContent: text });
  if (scope) element.setAttribute("scope", scope);
  return element;
}
