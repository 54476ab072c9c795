// The keys of a player. They count inside of it, and anywhere on the page as long as nothing else has a use for them.
import { hush } from "./shared/hush.js";
import { t } from "./shared/language.js";

/** @import { Commands } from "./commands.js" */
/** @import { State } from "./state.js" */

/** What needs a page around the player that has stories. */
const NEXT_STORY = "n";

/**
 * What each key does to the run, and to the walk where that does something else; some belong to the page outside,
 * and some are letters, which mean nothing to a button of the page that has the focus.
 * @type {Record<string, { run: (to: Commands) => void, walk?: (to: Commands) => void, inside?: boolean, letter?: boolean }>}
 */
const KEYS = {
  " ": { run: (to) => to.toggle(), walk: (to) => to.toggleWalk() },
  ArrowLeft: { run: (to) => to.back(), walk: (to) => to.walkBack() },
  ArrowRight: { run: (to) => to.forward(), walk: (to) => to.walkForward() },
  Home: { run: (to) => to.toStart(), walk: (to) => to.walkToStart(), inside: true },
  End: { run: (to) => to.toEnd(), walk: (to) => to.walkToEnd(), inside: true },
  1: { run: (to) => to.chooseSpeed(0), letter: true },
  2: { run: (to) => to.chooseSpeed(1), letter: true },
  3: { run: (to) => to.chooseSpeed(2), letter: true },
  f: { run: (to) => to.togglePresent(), letter: true },
  v: { run: (to) => to.nextPicture(), letter: true },
  [NEXT_STORY]: { run: (to) => to.nextStory(), letter: true },
  "?": { run: (to) => to.toggleHelp(), letter: true },
  Escape: { run: (to) => to.leave(), inside: true },
};

/** What takes the focus as it is pressed and has no use for letters; in a menu they choose, in a dialog it is not the run that is meant. */
const PRESSED = "button, a, summary, dfn, [type=range], [type=checkbox], [type=radio]";
const OPEN = "[role=dialog], [role=listbox], [role=menu], [data-testid=stPopoverBody]";

/** How each of them is told: its name, what it does in a sentence, and in a word. */
const TOLD = [
  [t("Space"), t("plays and pauses"), t("plays")],
  ["← →", t("one step back, one step on"), t("step")],
  [t("Home End"), t("to the start, to the end"), t("ends")],
  ["1 2 3", t("slow, normal, fast"), t("speed")],
  ["f", t("presents: one picture fills the screen, for the back row"), t("presents")],
  ["v", t("the next picture of the view that is presented"), t("picture")],
  [NEXT_STORY, t("the next story"), t("next story")],
  ["?", t("shows and hides these keys"), t("keys")],
  [t("Esc"), t("back to the page"), t("back")],
];

/** Whether a key leads nowhere in this player. @param {HTMLElement} host @param {string} key */
const isIdle = (host, key) => key === NEXT_STORY && "storyless" in host.dataset;

/** What is told of the keys of a player. @param {HTMLElement} host */
export const told = (host) => TOLD.filter(([key]) => !isIdle(host, key));

/** The players of this page, the one that was used last in front: a key that is pressed outside of them is for it alone. @type {Keys[]} */
const players = [];

export class Keys {
  /**
   * @param {HTMLElement} host
   * @param {State} state
   * @param {Commands} commands
   */
  constructor(host, state, commands) {
    this.host = host;
    this.state = state;
    this.commands = commands;
    this.press = this.press.bind(this);
    players.push(this);
    for (const used of ["pointerdown", "focusin"]) host.addEventListener(used, () => this.moveToFront());
    document.addEventListener("keydown", this.press);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.key === "Escape" && hush(document, this.host)) return event.preventDefault();
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const inside = this.host.contains(target);
    const action = KEYS[event.key];
    const free = target === document.body || (action?.letter && target.matches(PRESSED) && !target.closest(OPEN));
    if (event.ctrlKey || event.metaKey || event.altKey || !(inside || (free && players[0] === this))) return;
    // Where it fills the screen, all keys are its own, even when the page has taken the focus away.
    const elsewhere = action?.inside && !this.state.presenting;
    if (!action || isIdle(this.host, event.key) || (inside ? this.isNative(target, event.key) : elsewhere)) return;
    event.preventDefault();
    const walk = this.state.view === "walk" && action.walk;
    (walk || action.run)(this.commands);
  }

  /**
   * Whether the focused element has a use of its own for the key.
   * @param {Element} target
   * @param {string} key
   */
  isNative(target, key) {
    if (target.matches("select, [data-why], [readonly]")) return key !== "Escape";
    if (target.matches(".chart, .table")) return key !== " ";
    if (target.matches("[data-control=scrub]") && this.state.view === "walk") return key !== " ";
    return target.matches("button, a") && (key === " " || key === "Enter");
  }

  moveToFront() {
    this.leave();
    players.unshift(this);
  }

  leave() {
    const at = players.indexOf(this);
    if (at >= 0) players.splice(at, 1);
  }

  close() {
    this.leave();
    document.removeEventListener("keydown", this.press);
  }
}
