// The component's door: the page calls it with every new run, slice or theme.
import { keepRun } from "./data/pinned.js";
import { keepSeeds } from "./data/seeds.js";
import { keepSnapshot } from "./data/snapshots.js";
import { unpack } from "./data/unpack.js";
import { Player } from "./player.js";

/** @import { Run, Seeds, Snapshot } from "./data/payload.d.ts" */
/** @import { Send } from "./requests.js" */

/**
 * @typedef {object} Component what Streamlit hands over
 * @property {Uint8Array} data
 * @property {HTMLElement} parentElement
 * @property {Send} setTriggerValue
 * @property {Send} setStateValue
 */

const vega = import("./vega.js");

// There is nothing to hand back for the unmount: Streamlit would also call it when newer data overtakes older data,
// while the player stays where it is. The player itself sees when it has left the page.
/** @param {Component} component */
export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = /** @type {HTMLElement & { player?: Player | null }} */ (parentElement);
  root.player ??= new Player(root, vega);
  root.player.closed = () => {
    root.player = null;
  };
  root.player.feed(data, setTriggerValue, setStateValue);
}

/**
 * The door of the component that brings what stands beside the run: a pinned run, its seeds, or a snapshot of one step.
 * @param {Pick<Component, "data">} component
 */
export function feed({ data }) {
  const brought = /** @type {Run | Seeds | Snapshot} */ (unpack(data));
  if ("snapshot_of" in brought) keepSnapshot(brought);
  else if ("seeds_of" in brought) keepSeeds(brought);
  else keepRun(brought);
}
