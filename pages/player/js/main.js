// The component's door: the page calls it with every new run, slice or theme.
import { keep } from "./data/pinned.js";
import { keepLook } from "./data/snapshots.js";
import { Player } from "./player.js";
import { unpack } from "./data/unpack.js";

const vega = import("./vega.js");

// There is nothing to hand back for the unmount: Streamlit would also call it when newer data overtakes older data,
// while the player stays where it is. The player itself sees when it has left the page.
export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const player = (parentElement.player ??= new Player(parentElement, vega));
  player.feed(data, setTriggerValue, setStateValue);
}

// The door of the component that brings what stands beside the run: a pinned one, or a look inside one step.
export function feed({ data }) {
  const brought = unpack(data);
  if (brought.look) keepLook(brought);
  else keep(brought);
}
