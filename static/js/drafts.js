// What is typed in a form with a longer text is a draft within two seconds: on the server, or on this computer, encrypted,
// until it can be sent. It is in the form again on coming back. Without this script, what is sent and refused is kept.
import { holds, saidIn } from "./answers.js";
import { openOutbox } from "./room-outbox.js";
import { clockOf } from "./room-status.js";

const SOON = 800;
const SLOWEST = 15000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "once", "opened", "typed_on"]);
const ON_COMPUTER = "Draft saved on this computer, not sent yet";

document.querySelectorAll("form").forEach((form) => {
  if (form.elements.typed_on && form.elements.opened && form.querySelector("textarea")) keepDrafts(form);
});

// What is there again is seen, also in a form that is folded.
function showAgain(form) {
  for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
}

function keepDrafts(form) {
  if (form.querySelector(".draft-note")) showAgain(form);
  const place = `${location.pathname}${location.search} ${form.elements.opened.value.split(" ")[0]}`;
  const line = Object.assign(document.createElement("p"), { className: "draft-status" });
  line.setAttribute("role", "status");
  (form.querySelector(".actions:last-of-type") ?? form.lastElementChild).after(line);
  let newest = null; // what is not on the server yet
  let outbox = null, sending = null, timer = 0, wait = 1000, isSubmitted = false;

  const typed = () => [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.has(name) && typeof value === "string");

  async function unlock() {
    const response = await fetch("/room/key/", { credentials: "same-origin", redirect: "error" });
    const said = await saidIn(response);
    if (!response.ok || !holds(said, "owner", "key")) throw new Error("no key");
    outbox = await openOutbox(said.key, said.owner, place).catch(() => null);
    if (newest) return store(newest);
    const [waiting] = (await outbox?.left()) ?? [];
    if (waiting && !newest) putBack(waiting[1]);
  }

  // What waited here, because the computer was offline or the page was closed in the middle of a word.
  function putBack(entry) {
    form.querySelectorAll("input[type=checkbox], input[type=radio]").forEach((input) => (input.checked = entry.fields.some(([name, value]) => name === input.name && value === input.value)));
    for (const [name, value] of entry.fields) {
      const input = form.elements[name];
      if (input && !["checkbox", "radio"].includes(input.type) && "value" in input) {
        input.value = value;
        input.dispatchEvent?.(new Event("copsite:text", { bubbles: true }));
      }
    }
    form.elements.opened.value = entry.opened;
    newest = entry;
    showAgain(form);
    const at = new Date(entry.at);
    line.textContent = `You wrote this on ${at.getDate()} ${at.toLocaleString("en-GB", { month: "long" })} at ${clockOf(at)} and did not save it.`;
    sendSoon();
  }

  const store = (entry) => outbox?.put("form", entry).catch(() => {});

  function changed() {
    if (isSubmitted) return;
    newest = { key: crypto.randomUUID(), fields: typed(), opened: form.elements.opened.value, at: Date.now() };
    store(newest);
    line.dataset.unsent = ""; // what is said in the line is of an earlier text
    sendSoon();
  }

  function sendSoon(after = SOON) {
    if (!timer) timer = setTimeout(send, after);
  }

  function send() {
    clearTimeout(timer);
    timer = 0;
    return (sending ??= sendOnce().finally(() => (sending = null)));
  }

  async function sendOnce() {
    const entry = newest;
    if (!entry) return true;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "typed_on"]) body.set(name, form.elements[name].value);
    body.set("opened", entry.opened);
    body.set("key", entry.key);
    for (const [name, value] of entry.fields) body.append(name, value);
    try {
      const stop = AbortSignal.timeout?.(10000);
      const response = await fetch("/typed/", { method: "POST", body, credentials: "same-origin", redirect: "error", signal: stop });
      const said = await saidIn(response);
      if (response.status === 401 || response.status === 422) {
        line.textContent = said.words ?? "";
        return true;
      }
      if (!response.ok || !holds(said, "at")) throw new Error(response.status);
      line.textContent = `Draft saved ${said.at}`;
      outbox?.remove("form", entry.key);
      wait = 1000;
      if (newest !== entry) sendSoon();
      else {
        newest = null;
        delete line.dataset.unsent;
      }
      return true;
    } catch {
      line.textContent = outbox ? ON_COMPUTER : "Draft not saved yet. Keep this page open.";
      wait = Math.min(wait * 1.7, SLOWEST);
      sendSoon(wait);
      return false;
    }
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => event.target.matches("select, [type=radio], [type=checkbox]") && changed());
  window.addEventListener("online", () => newest && send());
  // The draft goes first, so that none is on its way when the form itself is saved.
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || (!newest && !sending)) return;
    event.preventDefault();
    const button = event.submitter;
    const isSent = (await send()) && (newest ? await send() : true);
    if (!isSent) return;
    [newest, isSubmitted] = [null, true];
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", () => (isSubmitted = false));
  unlock().catch(() => {});
}
