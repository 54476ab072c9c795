// What a page of the app does besides its player.
import { hush } from "./shared/hush.js";

/** Streamlit's place to drop a file has a name and takes the focus, and is said to be nothing: it is a group. */
const NOTHING = "[data-testid=stFileUploaderDropzone][role=presentation]";

/** The link to the simulator that brings no run along; it leads to the run that was left there in this tab. */
const BARE = '.pages a[href="./"]';
const LEFT = "the simulator's query";

const before = document.referrer ? new URL(document.referrer) : null;
if (before?.href.split("?")[0] === new URL("./", location.href).href) sessionStorage.setItem(LEFT, before.search);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hush(document)) event.preventDefault();
});

new MutationObserver(() => {
  for (const place of document.querySelectorAll(NOTHING)) place.setAttribute("role", "group");
  const left = sessionStorage.getItem(LEFT) ?? "";
  for (const link of document.querySelectorAll(BARE)) link.setAttribute("href", `./${left}`);
}).observe(document.body, { childList: true, subtree: true });
