// The component's door: the page calls it with every new run, slice or theme.
import { Player } from "./player.js";

const vega = import("./vega.js");

export default function ({ data, parentElement, setTriggerValue }) {
  const player = (parentElement.player ??= new Player(parentElement, vega));
  player.feed(data, setTriggerValue);
  return () => {
    player.close();
    delete parentElement.player;
  };
}
