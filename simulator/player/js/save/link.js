// The link that opens what is seen: the run at this training step, in this view and at this speed.
import { LANGUAGE, MOMENT, SPEEDS } from "../constants.js";
import { initialState, shownRow } from "../state.js";

/** @import { State } from "../state.js" */

/** What is no setting: how a page was put into the frame of another one. */
const FRAME = ["embed", "embed_options"];

/**
 * Only what differs from the default is named.
 * @param {State} state
 * @param {string} here where the run is opened from its start
 */
export function linkTo(state, here) {
  const { view, speed } = initialState();
  const link = new URL(here);
  const shown = [
    String(state.run?.steps[shownRow(state)] ?? 1),
    state.view === view ? "" : state.view,
    state.speed === speed ? "" : (Object.keys(SPEEDS).find((name) => SPEEDS[name] === state.speed) ?? ""),
  ];
  link.hash = "";
  for (const name of FRAME) link.searchParams.delete(name);
  MOMENT.forEach((name, i) => {
    link.searchParams.delete(name);
    if (shown[i]) link.searchParams.set(name, shown[i]);
  });
  return link.href;
}

/** Where the server draws a link as a picture for phones. @param {string} link */
export const codeOf = (link) => new URL(`code?${new URLSearchParams({ link, lang: LANGUAGE })}`, document.baseURI).href;

/**
 * Whether the text was put on the clipboard: a page that came without encryption may not.
 * @param {string} text
 */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
