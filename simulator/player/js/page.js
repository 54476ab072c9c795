// What a page of the app does besides its player.
import { hush } from "./shared/hush.js";

/** Streamlit's place to drop a file has a name and takes the focus, and is said to be nothing: it is a group. */
const NOTHING = "[data-testid=stFileUploaderDropzone][role=presentation]";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hush(document)) event.preventDefault();
});

new MutationObserver(() => {
  for (const place of document.querySelectorAll(NOTHING)) place.setAttribute("role", "group");
}).observe(document.body, { childList: true, subtree: true });
