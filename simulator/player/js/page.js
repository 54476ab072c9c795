// What a page of the app does besides its player.
import { hush } from "./shared/hush.js";
import { leadToWords } from "./shared/leading.js";

/** Streamlit's place to drop a file has a name and takes the focus, and is said to be nothing: it is a group. */
const NOTHING = "[data-testid=stFileUploaderDropzone][role=presentation]";

/** The link to the simulator that brings no run along; it leads to the run that was left there in this tab. */
const BARE = ".pages a[data-bare]";
const LEFT = "the simulator's query";
const LANGUAGE = "lang";
const LANGUAGES = ".languages a";
const REMEDY = "[data-testid=stPopoverBody] [class*=st-key-remedy_] button";

const before = document.referrer ? new URL(document.referrer) : null;
if (before?.href.split("?")[0] === new URL("./", location.href).href) sessionStorage.setItem(LEFT, before.search);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hush(document)) event.preventDefault();
});

leadToWords(document, LANGUAGE);

// A remedy that is chosen closes what it stands in, as Escape does. The server does so too, but until its word is here
// the browser would say that it stands open with all that it sends, and the server would open it again.
document.addEventListener("click", ({ target }) => {
  const remedy = target instanceof Element ? target.closest(REMEDY) : null;
  remedy?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
});

/** A link to another language leads to what is seen by then, which the address says. @param {Event} event */
const keepAddress = ({ target }) => {
  const link = target instanceof Element ? target.closest(LANGUAGES) : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  const query = new URLSearchParams(location.search);
  query.set(LANGUAGE, link.hreflang);
  link.setAttribute("href", `?${query}${location.hash}`);
};
document.addEventListener("focusin", keepAddress);
document.addEventListener("pointerdown", keepAddress);

new MutationObserver(() => {
  for (const place of document.querySelectorAll(NOTHING)) place.setAttribute("role", "group");
  const left = new URLSearchParams(sessionStorage.getItem(LEFT) ?? "");
  for (const link of document.querySelectorAll(BARE)) {
    // The language is that of this page, whatever it was there.
    const own = new URLSearchParams(link.getAttribute("href")?.split("?")[1]);
    const query = [
      ...[...left].filter(([name]) => name !== LANGUAGE),
      ...[...own].filter(([name]) => name === LANGUAGE),
    ];
    const text = String(new URLSearchParams(query));
    link.setAttribute("href", text ? `./?${text}` : "./");
  }
}).observe(document.body, { childList: true, subtree: true });
