// What might tell who somebody is, is listed below each text as one types it. The text goes to the server and nowhere else,
// and nothing of the answer is kept. Without this script, the page that is sent back lists the same.
import { holds, saidIn } from "./answers.js";
import { listBelow } from "./marks-list.js";
import { write } from "./marks-writing.js";

const SOON = 700; // milliseconds after the last key
const AGAIN = 15000;
const OFFLINE = "Marks come when you are connected again.";
const FIELDS = "textarea[data-marks], input[data-marks]";
const known = new Map(); // each field that was looked at, and its marks
const inRoom = (field) => Boolean(field.form?.dataset.room);
const tokenOf = (form) => form?.querySelector("[data-marks-of]")?.dataset.marksOf;

// As it was typed: a body of another kind would send other line ends, and the places of the marks would be wrong.
async function post(form, path, values, signal) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, of: tokenOf(form), ...values });
  const response = await fetch(`/marks/${path}`, { method: "POST", body, signal, credentials: "same-origin", redirect: "error" });
  return { status: response.status, said: await saidIn(response) };
}

function marksOf(field) {
  if (!known.has(field)) known.set(field, tokenOf(field.form) ? watch(field) : null);
  return known.get(field);
}

function watch(field) {
  const list = listBelow(field, inRoom(field), { replace, undo, keep, unkeep });
  let timer = 0, asking = null, changed = null, isTyped = false;
  let answer = { text: "", flags: [] }; // what is shown, and the text that it is about

  function soon(after = SOON) {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(look, after);
  }

  // Asks for the marks of the text as it is now, unless they are shown already.
  async function look(isForced = false) {
    clearTimeout(timer);
    asking?.abort();
    const text = field.value;
    if (text === answer.text && isForced !== true) return;
    if (!text.trim()) return show(text, { flags: [] });
    const own = (asking = new AbortController());
    try {
      const { status, said } = await post(field.form, "", { text }, own.signal);
      if (own.signal.aborted) return;
      if (status === 200 && holds(said, "flags")) await show(text, said);
      else if (said.words && status < 500) list.note(said.words);
      else if (status >= 500 || status === 200) later();
    } catch {
      if (!own.signal.aborted) later();
    }
  }

  function later() {
    list.note(OFFLINE);
    timer = setTimeout(() => look(true), AGAIN);
  }

  async function show(text, said) {
    await released();
    if (field.value !== text) return; // somebody typed meanwhile: the next look is on its way
    answer = { ...said, text };
    list.show(answer, isTyped);
  }

  // One tap: everywhere in this text, and every form of the same name.
  async function replace(key, number) {
    if (field.readOnly) return;
    if (field.value !== answer.text) await look();
    const row = list.rowOf(key);
    if (!row || field.value !== answer.text) return;
    const before = field.value;
    write(field, withReplaced(before, row.flags, number));
    changed = { before, after: field.value };
    list.offerUndo(row);
    await look();
  }

  async function undo() {
    list.offerUndo(null);
    if (field.readOnly || field.value !== changed?.after) return;
    write(field, changed.before);
    await look();
  }

  async function keep(row, reason) {
    await told("keep/", row, { reason });
  }

  async function unkeep(row) {
    await told("unkeep/", row, {});
  }

  async function told(path, row, values) {
    try {
      for (const passage of row.passages) {
        const { status, said } = await post(field.form, path, { passage, kind: row.kind, ...values });
        if (status !== 200) return list.trouble(row, said.words ?? "This was not saved. Try again.");
      }
    } catch {
      return list.trouble(row, "This was not saved. Try again when you are connected.");
    }
    for (const marks of known.values()) await marks?.againIf(row.passages);
  }

  return {
    typed() {
      isTyped = true;
      list.offerUndo(null);
      soon();
    },
    soon,
    look,
    again: () => list.isWaiting && look(true),
    againIf: (passages) => answer.flags.some((flag) => passages.includes(flag.passage)) && look(true),
  };
}

function withReplaced(text, flags, number) {
  let after = text;
  for (const flag of [...flags].sort((one, other) => placeOf(other)[0] - placeOf(one)[0])) {
    const words = flag.replacements[number] ?? "";
    let [start, end] = placeOf(flag);
    const [last, next] = [after[start - 1] ?? "\n", after[end] ?? "\n"];
    if (!words && /\s/.test(last) && next === " ") end += 1; // no two spaces where a word was
    else if (!words && last === " " && /[\s.,;:!?)]/.test(next)) start -= 1;
    after = after.slice(0, start) + words + after.slice(end);
  }
  return after;
}

const placeOf = (flag) => [flag.cut_start ?? flag.start, flag.cut_end ?? flag.end];

// A list is drawn anew only while no finger is on the page: what is pressed is what was meant.
let isPressed = false;
for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => (isPressed = kind === "pointerdown"), { capture: true, passive: true });
}
async function released() {
  for (let waits = 0; isPressed && waits < 50; waits += 1) await new Promise((done) => setTimeout(done, 100));
}

const at = (doing) => (event) => event.target.matches?.(FIELDS) && marksOf(event.target)?.[doing]();
document.addEventListener("input", at("typed"));
document.addEventListener("copsite:text", (event) => known.get(event.target)?.soon()); // a script put another text in
document.addEventListener("focusin", at("look"));
window.addEventListener("online", () => known.forEach((marks) => marks?.again()));

// A text that is in its form already is read once the page is quiet, one after the other. In the room only what one goes to.
setTimeout(async () => {
  for (const field of document.querySelectorAll(FIELDS)) {
    if (!inRoom(field) && field.value.trim()) await marksOf(field)?.look();
  }
}, SOON);
