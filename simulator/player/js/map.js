// The door of the map's component: the page calls it with every delivery of cells.
import { Atlas } from "./map/atlas.js";

/** @import { Delivery } from "./map/delivery.d.ts" */
/** @import { Send } from "./requests.js" */

/** @typedef {{ data: [Delivery], parentElement: HTMLElement, setTriggerValue: Send, setStateValue: Send }} Component */

const vega = import("./vega.js");

/** @param {Component} component */
export default function ({ data: [data], parentElement, setTriggerValue, setStateValue }) {
  const root = /** @type {HTMLElement & { atlas?: Atlas }} */ (parentElement);
  root.atlas ??= new Atlas(root, vega);
  root.atlas.feed(data, setTriggerValue, setStateValue);
}
