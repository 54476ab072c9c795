// The one state of a player. Everything that is seen follows from it, and only commands.js changes it.
/** @import { Run } from "./data/payload.d.ts" */
/** @import { Moment } from "./walk/plan.js" */

/** @typedef {"watch" | "why" | "walk" | "learns"} View */

/**
 * @typedef {object} State
 * @property {Run | null} run the run that plays; it may still be growing
 * @property {Run | null} preview a run that is only being chosen, before training; it is shown in place of the other
 * @property {number} position the displayed step: a row of the run, with a fraction while it moves on to the next one
 * @property {View} view
 * @property {"" | "run" | "walk"} playing what moves by itself: nothing, the run, or the walk through one of its steps
 * @property {number} speed displayed steps per second
 * @property {boolean} presenting whether one picture fills the screen, and which one of the view that is open
 * @property {number} picture
 * @property {boolean} helped whether the keys are shown
 * @property {boolean} saving whether it is chosen what to make a picture or a film of
 * @property {string} leaving the run from which the visitor goes on to the next story; empty where nobody asked
 * @property {{ view: View, speed: number }} own the view and the speed that the visitor chose; a story may open with others
 * @property {string} telling the story that has opened last
 * @property {number} awaited the training step at which a link opens, until the run has come to it; 0 where none does
 * @property {number} site the site from which Why? goes one step back
 * @property {number} question of those that are asked, the one at which the keys stand in What it learns, or -1
 * @property {Moment} moment where the walk stands
 * @property {number} stayed seconds for which the walk has shown its moment, at normal speed
 */

export const NORMAL_SPEED = 30;

/** @returns {State} */
export function initialState() {
  return {
    run: null,
    preview: null,
    position: 0,
    view: "watch",
    playing: "",
    speed: NORMAL_SPEED,
    presenting: false,
    picture: 0,
    helped: false,
    saving: false,
    leaving: "",
    own: { view: "watch", speed: NORMAL_SPEED },
    telling: "",
    awaited: 0,
    site: 1,
    question: -1,
    moment: { phase: "forward", site: 0 },
    stayed: 0,
  };
}

/** @param {State} state */
export const shownRun = (state) => state.preview ?? state.run;

/** The row of the run that is shown: bars and words change with whole rows only. @param {State} state */
export const shownRow = (state) => (state.preview ? 0 : Math.floor(state.position));

/** The last displayed step that there is so far. @param {State} state */
export const lastRow = ({ run }) => Math.max(0, (run?.rows ?? 1) - 1);
