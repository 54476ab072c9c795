// The component's door: the page calls it with every new run, slice or theme.
import { keep } from "./beside.js";
import { Player } from "./player.js";

const vega = import("./vega.js");

// There is nothing to hand back for the unmount: Streamlit would also call it when newer data overtakes older data,
// while the player stays where it is. The player itself sees when it has left the page.
export default function ({ data, parentElement, setTriggerValue }) {
  const player = (parentElement.player ??= new Player(parentElement, vega));
  player.feed(data, setTriggerValue);
}

// The door of the component that brings a pinned run.
export function feed({ data }) {
  keep(data);
}
