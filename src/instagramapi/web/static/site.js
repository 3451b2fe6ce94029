// What every page can do with a script; without one, each of them still works, only plainer.
import { settleAddress } from "./address.js";
import { showCopyButtons } from "./copy.js";
import { rememberTabs } from "./tabs.js";
import { showLocalTimes } from "./times.js";

function enhance(part) {
  showCopyButtons(part);
  showLocalTimes(part);
  rememberTabs(part);
}

settleAddress(document);
enhance(document);
// htmx puts parts into a page that is there already.
document.addEventListener("htmx:load", (event) => enhance(event.target));
