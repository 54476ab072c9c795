// Notes in this browser what was reached in a challenge.
import { keep } from "../../lesson/js/kept.js";

/** @param {{ data: { place: string, reached: string } }} component */
export default function ({ data }) {
  keep(data.place, { reached: data.reached });
}
