// A player: its state, the commands that change it, the requests to the page, and what draws it at every picture.
import { Commands } from "./commands.js";
import { Controls } from "./controls.js";
import { completed, unpackRun } from "./data/unpack.js";
import { Focus } from "./focus.js";
import { Keys } from "./keys.js";
import { Picture } from "./picture.js";
import { Present } from "./present.js";
import { Requests } from "./requests.js";
import { Save } from "./save/save.js";
import { listenToSliders, sayFed } from "./shared/moves.js";
import { initialState, shownRun } from "./state.js";

/** @import { Send } from "./requests.js" */
/** @import { Vega } from "./vega.js" */

/** Milliseconds for which a run stands still until a slider's move is answered. */
const ANSWERED = 200;

export class Player {
  /**
   * @param {HTMLElement} root of the component
   * @param {Promise<Vega>} vega
   */
  constructor(root, vega) {
    this.host = /** @type {HTMLElement} */ (root.querySelector(".player"));
    this.state = initialState();
    this.commands = new Commands(this.state);
    this.requests = new Requests(this.state);
    this.controls = new Controls(this.host, this.state, this.commands, this.requests);
    this.keys = new Keys(this.host, this.state, this.commands);
    this.focus = new Focus(this.host);
    this.picture = new Picture(this.host, this.state, this.commands, this.requests);
    this.present = new Present(this.host, this.picture.charts, this.state);
    this.save = new Save(this.host, this.picture.charts, this.state, this.commands);
    vega.then(({ vegaEmbed }) => this.picture.embed(vegaEmbed));
    /** @type {Uint8Array | null} */
    this.bytes = null;
    this.before = 0;
    this.stillUntil = 0;
    this.hearNoMore = listenToSliders(this.host, (move) => this.tellMove(move));
    this.closed = () => {};
    this.tick = this.tick.bind(this);
    requestAnimationFrame(this.tick);
  }

  /**
   * New data from the page: a run, more of it, or a preview of a run that is only being chosen.
   * @param {Uint8Array} bytes
   * @param {Send} send
   * @param {Send} keep
   */
  feed(bytes, send, keep) {
    this.requests.connect(send, keep);
    this.picture.theme.check();
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.stillUntil = 0;
    const before = shownRun(this.state)?.run;
    const run = completed(unpackRun(bytes), this.state.run);
    if (!run) return this.requests.requestWhole();
    this.commands.take(run);
    const { run: key, trained, done, preview } = run;
    Object.assign(this.host.dataset, { run: key, n: trained, done, preview });
    this.controls.draw();
    sayFed(this.host);
    // At once, for what the page draws next around it would keep it waiting.
    if (key !== before) this.picture.draw();
    this.requests.requestSlice();
  }

  /**
   * A slider's move, told in the player's name: then the page answers with a picture before it draws itself anew.
   * Until then the run stands still, because each further picture of it would keep the new one waiting.
   * @param {unknown} move
   */
  tellMove(move) {
    if (!this.bytes) return false;
    this.stillUntil = performance.now() + ANSWERED;
    this.requests.keep("moved", move);
    return true;
  }

  /** @param {number} now */
  tick(now) {
    if (!this.host.isConnected) return this.close();
    requestAnimationFrame(this.tick);
    const seconds = (now - (this.before || now)) / 1000;
    this.before = now;
    if (now < this.stillUntil) return;
    // Nothing plays before there is something to see.
    if (this.picture.ready) this.commands.advance(seconds);
    this.controls.draw();
    if (this.present.draw()) this.picture.resized = true;
    this.picture.draw();
    this.save.draw();
    this.requests.requestStory();
    this.focus.keep(now);
    if (this.picture.ready) this.requests.requestSnapshot();
  }

  close() {
    this.closed();
    this.hearNoMore();
    this.requests.close();
    this.keys.close();
    this.focus.close();
    this.picture.close();
  }
}
