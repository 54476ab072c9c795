// Buttons, speed, scrubbing and keys. The player does what they ask.
export class Controls {
  constructor(host, player) {
    const find = (name) => host.querySelector(`[data-control="${name}"]`);
    Object.assign(this, { host, player, play: find("play"), stop: find("stop"), range: find("scrub") });
    Object.assign(this, { step: find("step"), status: find("status") });
    this.play.onclick = () => player.toggle();
    find("again").onclick = () => player.replay();
    this.stop.onclick = () => player.tell(player.run?.pull ? "stop" : "go");
    find("speed").onchange = (event) => (player.speed = Number(event.target.value));
    this.range.oninput = () => player.seek(Number(this.range.value));
    this.onkey = (event) => this.key(event);
    document.addEventListener("keydown", this.onkey);
  }

  // Keys count inside the player, and anywhere as long as nothing else is focused.
  key(event) {
    const target = event.composedPath()[0], here = this.host.contains(target);
    if (event.ctrlKey || event.metaKey || event.altKey || !(here || target === document.body)) return;
    const action = here && this.native(target, event.key) ? null : this.action(event.key, here);
    if (!action) return;
    event.preventDefault();
    action();
  }

  native(target, key) {
    if (target.matches("select, [data-why]")) return true;
    if (target === this.range && this.player.picture.walk.open) return key !== " ";
    return target.matches("button, a") && (key === " " || key === "Enter");
  }

  action(key, here) {
    const { player } = this, row = Math.floor(player.frame), { walk } = player.picture;
    if (walk.open) return walk.action(key, here);
    if (key === " ") return () => player.toggle();
    if (key === "ArrowLeft") return () => player.seek(Math.ceil(player.frame) - 1);
    if (key === "ArrowRight") return () => player.seek(row + 1);
    if (key === "Home" && here) return () => player.seek(0);
    if (key === "End" && here) return () => player.seek(Infinity);
    return null;
  }

  showPlaying(playing) {
    this.play.textContent = playing ? "❚❚ Pause" : "▶ Play";
    this.host.dataset.playing = playing;
  }

  showRun(run) {
    this.text = "";
    this.range.max = Math.max(1, run.done ? run.rows - 1 : run.planned - 1);
    this.range.style.setProperty("--have", `${(100 * Math.max(0, run.rows - 1)) / this.range.max}%`);
    this.stop.hidden = !run.stop;
    this.stop.disabled = run.done || run.preview || !run.trained;
    const halted = !run.pull && !run.done && !run.preview;
    this.stop.textContent = halted ? "● Go on" : "■ Stop";
    this.stop.setAttribute("aria-label", halted ? "Go on training" : "Stop training");
    this.status.textContent = status(run);
  }

  showStep(text, row) {
    if (text === this.text) return;
    this.text = this.step.textContent = text;
    this.range.value = row;
    this.range.setAttribute("aria-valuetext", text);
    this.host.dataset.frame = row;
  }

  close() {
    document.removeEventListener("keydown", this.onkey);
  }
}

function status(run) {
  if (run.preview) return "before training";
  if (run.note) return run.note;
  if (run.outcome.name === "diverged") {
    return `diverged at step ${run.outcome.step}${run.outcome.site ? `, ${run.site} ${run.outcome.site}` : ""}`;
  }
  if (run.done) return "training finished";
  if (!run.stop) return "";
  return `${run.pull ? "training:" : "stopped after"} ${run.trained} of ${run.total} steps`;
}
