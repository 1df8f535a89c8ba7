// Carries every text to the server within two seconds, or keeps it on this computer until it can. One text of a field is
// on its way at a time; each has a key, so that sending it twice does it once, and the version that it began from.
import { holds, saidIn } from "./answers.js";
import { openOutbox } from "./room-outbox.js";
import { clockOf } from "./room-status.js";

const SOON = 800; // with the way there and back, less than two seconds after a keystroke
const SLOWEST = 15000;

export function courier(form, fields, status, ensureRow) {
  const room = form.dataset.room;
  let outbox = null, unlocking = null, owner = "", token = form.elements.csrfmiddlewaretoken.value;
  let savedAt = "", trouble = null, isStoring = true, wait = 1000, timer = 0;
  const pageRefused = form.querySelector("[data-status-line]").dataset.refused ?? ""; // the page as a whole, until it is saved
  const pending = () => [...fields.values()].filter((field) => field.isPending);

  function tell() {
    const all = [...fields.values()];
    const refused = all.find((field) => field.refused);
    const unsent = all.some((field) => field.isPending);
    if (unsent && trouble?.kind === "signed out") status.say("signed out", trouble.words, trouble.signIn);
    else if (unsent && trouble) status.say("unsent", isStoring ? trouble.words : "Not saved yet, and this browser cannot store it. Keep this page open.");
    else if (refused) status.say("refused", refused.refused);
    else if (all.some((field) => field.conflict)) status.say("conflict", "Someone else has changed this section. Both versions are kept");
    else if (pageRefused) status.say("refused", pageRefused);
    else if (unsent) status.say("typing", "Saving");
    else if (savedAt) status.say("saved", `Saved ${savedAt}`);
    else if (owner) status.say("ready", "Saved as you type");
    return status.words;
  }

  async function post(path, values) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    body.set("owner", owner);
    for (const [name, value] of Object.entries(values)) [value].flat().forEach((each) => body.append(name, each));
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 10000);
    try {
      const response = await fetch(room + path, { method: "POST", body, signal: stop.signal, credentials: "same-origin", redirect: "error" });
      return { status: response.status, said: await saidIn(response) };
    } finally {
      clearTimeout(late);
    }
  }

  // Asks who is signed in: the key of their outbox, and a fresh token for forms. Once at a time, or there would be two
  // outboxes, and what one of them forgot to remove would come back over a newer text.
  const unlock = () => (unlocking ??= unlockOnce().finally(() => (unlocking = null)));

  async function unlockOnce() {
    const response = await fetch("/room/key/", { credentials: "same-origin", redirect: "error" });
    const said = await saidIn(response);
    if (response.status === 401) throw Object.assign(new Error(said.words), { said });
    if (!response.ok || !holds(said, "owner", "token", "key")) throw new Error("no key");
    if (owner && said.owner !== owner) {
      throw Object.assign(new Error(), { said: { words: "Somebody else is now signed in on this computer. Your text is kept here for you.", sign_in: "" } });
    }
    [owner, token] = [said.owner, said.token];
    form.elements.csrfmiddlewaretoken.value = token;
    if (!outbox) {
      try {
        outbox = await openOutbox(said.key, owner, room);
      } catch {
        isStoring = false;
        return;
      }
      for (const field of pending()) await store(field);
      for (const [name, entry] of await outbox.left()) restore(name, entry);
    }
  }

  function restore(name, entry) {
    if (!fields.has(name)) ensureRow(name);
    const field = fields.get(name);
    if (!field) return;
    if (field.isPending) {
      if (field.key !== entry.key && field.frame) sendBeside(name, entry);
      return;
    }
    field.text = entry.text;
    [field.base, field.key, field.follows, field.isPending] = [entry.base, entry.key, entry.follows, true];
    store(field).then(() => outbox.adopt(name, entry.key));
    deliverSoon();
  }

  // Another tab that was closed left a text of the same section: the server keeps it, beside the section if need be.
  async function sendBeside(name, { text, key, base, follows }) {
    await new Promise((done) => setTimeout(done, 4 * SOON)); // the newest text goes first
    const { said } = await post("send/", { field: name, text, key, base, follows }).catch(() => ({ said: {} }));
    if (said.state && said.state !== "signed out" && (said.state !== "refused" || said.is_kept)) outbox.remove(name, key);
  }

  async function store(field) {
    if (!outbox) return;
    const { text, base, key, follows } = field;
    await outbox.put(field.name, { text, base, key, follows }).catch(() => (isStoring = false));
    if (!field.isPending) await outbox.remove(field.name, key); // it was sent meanwhile
  }

  function changed(field) {
    [field.key, field.isPending, field.refused] = [crypto.randomUUID(), true, ""];
    store(field);
    tell();
    deliverSoon();
  }

  function deliverSoon(after = SOON) {
    if (!timer) timer = setTimeout(deliver, after);
  }

  async function deliver() {
    timer = 0;
    try {
      if (trouble || !owner || unlocking) await unlock();
      await Promise.all(pending().map(send)); // one that is on its way already is waited for
      [trouble, wait] = [null, 1000];
    } catch (error) {
      const kind = error.said ? "signed out" : "unsent";
      trouble = { kind, words: error.said?.words ?? "Saved on this computer, not sent yet", signIn: error.said?.sign_in };
      wait = Math.min(wait * 1.7, SLOWEST) * (0.8 + Math.random() * 0.4);
    }
    tell();
    if (pending().length) deliverSoon(trouble ? wait : SOON);
  }

  const send = (field) => (field.sending ??= sendOnce(field).finally(() => (field.sending = null)));

  async function sendOnce(field) {
    const { text, key, base, name } = field;
    const values = { field: name, text, key, base, follows: field.follows };
    field.follows = [...field.follows, key].slice(-40);
    const partner = fields.get(field.partner);
    if (partner) values[partner.kind] = partner.text;
    const { status: code, said } = await post("send/", values);
    if (code === 401) throw Object.assign(new Error(), { said });
    if (code === 400 || code === 413) said.state = said.words = "This is too long to be sent. Shorten it to save it.";
    if (!said.state) throw new Error(`answer ${code}`);
    answered(field, key, code, said);
    savedAt = said.at ?? savedAt;
    document.dispatchEvent(new Event("copsite:saved"));
  }

  function answered(field, key, code, said) {
    field.follows = [];
    const isNewest = field.key === key;
    if (code === 200) {
      if (said.version !== undefined) [field.base, field.conflict] = [said.version, null];
      field.refused = "";
      const partner = fields.get(field.partner); // it was sent as well, and taken
      if (partner?.refused) {
        partner.refused = "";
        outbox?.remove(partner.name, partner.key);
      }
    } else if (code === 409) field.conflict = said;
    else {
      field.refused = said.words ?? "This was not saved. Reload the page. What you typed is kept.";
      if (isNewest && said.kept !== undefined) field.text = said.kept; // nothing looks saved that is not
    }
    show(field);
    if (!isNewest) return store(field);
    field.isPending = false;
    if (code < 300 || code === 409 || said.is_kept) outbox?.remove(field.name, key);
  }

  function show(field) {
    field.note(field.refused);
    const theirs = field.frame?.querySelector("[data-theirs]");
    if (!theirs) return;
    theirs.hidden = !field.conflict;
    if (field.conflict) theirs.querySelector("[data-theirs-text]").textContent = field.conflict.text;
  }

  return {
    changed,
    post,
    show,
    tell,
    hurry() {
      clearTimeout(timer);
      [timer, wait] = [0, 1000];
      return deliver();
    },
    settle(field) {
      [field.base, field.conflict] = [field.conflict.version, null];
      show(field);
      changed(field);
    },
    isUnsent: () => pending().length > 0,
    async flush() {
      for (let tries = 0; tries < 3 && pending().length; tries += 1) await this.hurry();
      return !pending().length;
    },
    began: () => (savedAt = clockOf(new Date())),
  };
}
