// One training step walked through, moment by moment: what is shown of it, and what moves it on.
import { lookAt } from "../data/snapshots.js";
import { WALK } from "../shared/views.js";
import { Drawing } from "./drawing.js";
import { WalkLegend } from "./legend.js";
import * as plan from "./plan.js";
import { scene } from "./scene.js";
import { Strip } from "./strip.js";
import { tell } from "./tell.js";

const CALM = 4000, SOON = 500, NORMAL = 30, NARROW = 520, FEW = 2;

export class Walk {
  constructor(host, player) {
    const find = (name) => host.querySelector(`[data-walk="${name}"]`);
    Object.assign(this, { host, player, find, box: host.querySelector(".walk"), all: [], place: 0, saidAt: 0 });
    this.drawing = new Drawing(find("drawing"));
    this.legend = new WalkLegend(find("key"));
    this.strip = new Strip(find("strip"), (phase, site) => this.seek(plan.nearest(this.all, { phase, site })));
    find("start").onclick = () => this.seek(0);
    find("back").onclick = () => this.seek(this.place - 1);
    find("play").onclick = () => this.toggle();
    find("on").onclick = () => this.seek(this.place + 1);
    find("next").onclick = () => this.seek(plan.nextPhase(this.all, this.place));
    this.phases = [...host.querySelectorAll("[data-phase]")];
    for (const button of this.phases) button.onclick = () => this.seek(plan.firstOf(this.all, button.dataset.phase));
    this.setPlaying(false);
  }

  // ---- what moves it ----------------------------------------------------------------------------------------------

  get open() {
    return this.player.picture?.views.name === WALK;
  }

  // Training stands still while one of its steps is walked through.
  enter() {
    this.player.setPlaying(false);
    if (this.place === 0 && !this.player.still) this.setPlaying(true);
  }

  setPlaying(playing) {
    this.playing = this.host.dataset.walkPlaying = playing;
    this.find("play").textContent = playing ? "❚❚ Pause" : "▶ Walk";
    this.find("play").setAttribute("aria-label", playing ? "Pause the walk" : "Walk on by itself");
    this.left = this.all.length && plan.pace(this.all, this.place);
  }

  toggle() {
    if (!this.playing && this.place === this.all.length - 1) this.place = 0;
    if (!this.playing) this.player.setPlaying(false);
    this.setPlaying(!this.playing);
    this.show();
  }

  seek(place) {
    this.setPlaying(false);
    this.place = Math.max(0, Math.min(this.all.length - 1, place));
    this.show();
  }

  // What a key does while the walk is open.
  action(key, here) {
    if (key === " ") return () => this.toggle();
    if (key === "ArrowLeft") return () => this.seek(this.place - 1);
    if (key === "ArrowRight") return () => this.seek(this.place + 1);
    if (key === "Home" && here) return () => this.seek(0);
    if (key === "End" && here) return () => this.seek(Infinity);
    return null;
  }

  advance(now) {
    const before = this.place, seconds = Math.min(1, (now - (this.before ?? now)) / 1000);
    this.before = now;
    if (!this.open || !this.playing || !this.here) return;
    this.left -= (seconds * this.player.speed) / NORMAL;
    while (this.left <= 0 && this.place < this.all.length - 1) this.left += plan.pace(this.all, ++this.place);
    if (this.left <= 0) this.setPlaying(false);
    if (this.place !== before) this.show();
  }

  // ---- what is shown ----------------------------------------------------------------------------------------------

  // The displayed step that the player stands at; another run or step leaves the walk at its phase and site.
  draw(run, row, axis) {
    const look = run.rows ? lookAt(run, row) : undefined, moment = this.all[this.place] ?? { phase: "forward", site: 0 };
    if (run !== this.run) this.all = plan.moments(run);
    this.place = plan.nearest(this.all, moment);
    Object.assign(this, { run, row, look, axis, here: look?.row === row });
    this.show();
  }

  show() {
    const { run, look, host } = this, moment = this.all[this.place];
    if (!run) return;
    Object.assign(host.dataset, { walkPhase: moment.phase, walkSite: moment.site });
    host.dataset.look = look ? `${look.look}:${look.row}` : "";
    this.box.dataset.waiting = !this.here;
    this.showPhases(moment.phase);
    this.tell(this.here ? tell(run, look, moment) : waiting(run, this.row));
    if (look) this.picture(moment);
  }

  picture(moment) {
    const { run, look, axis } = this, { width } = this.drawing;
    const shown = JSON.stringify([look.look, look.row, moment, width, axis, this.ink]);
    if (shown === this.shown) return;
    this.shown = shown;
    const now = scene(run, look, moment, width, axis);
    this.drawing.draw(now);
    this.strip.draw(run, look, moment, now, axis);
    this.legend.show(run, look, moment, axis);
  }

  showPhases(phase) {
    const parts = plan.progress(this.all, this.place);
    for (const button of this.phases) {
      button.style.setProperty("--part", `${100 * parts[button.dataset.phase]}%`);
      button.setAttribute("aria-current", button.dataset.phase === phase ? "step" : "false");
    }
    for (const name of ["start", "back"]) this.find(name).setAttribute("aria-disabled", this.place === 0);
    for (const name of ["on", "next"]) this.find(name).setAttribute("aria-disabled", this.place === this.all.length - 1);
  }

  tell({ title, text, line: { terms, result, of } }) {
    const long = this.host.clientWidth < NARROW && terms?.length > FEW + 2;
    const before = long ? ["1", "…", ...terms.slice(-FEW)] : terms;
    this.find("title").textContent = title;
    this.find("text").textContent = text;
    this.find("terms").textContent = before ? `${before.join(" × ")} = ` : "";
    this.find("result").textContent = result;
    this.find("of").textContent = of;
    this.sayLater(`${title}. ${text} ${result} ${of}`);
  }

  // A screen reader hears the latest moment, and a new one only now and then.
  sayLater(text) {
    this.toSay = this.open ? text : "";
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.saidAt = Date.now();
      this.find("said").textContent = this.toSay;
    }, Math.max(SOON, this.saidAt + CALM - Date.now()));
  }

  // Inks that are read from the page change with its theme.
  theme(ink) {
    if (ink === this.ink) return;
    this.ink = ink;
    if (this.open) this.show();
  }

  close() {
    clearTimeout(this.timer);
  }
}

function waiting(run, row) {
  const which = run.rows ? `training step ${run.steps[row]}` : "the first training step";
  return { title: "One moment:", text: `fetching ${which} …`, line: { result: "", of: "" } };
}
