// The list of marks below a field: a row for each person or passage, what cannot be saved first, with what may stand there
// instead. What is kept, and what may be a spelling mistake, is folded away. In the meeting room all of it is one line.
import { about, element, icon, say } from "./marks-words.js";

const REASONS = [
  ["not_a_person", "Not a person"],
  ["public", "Public figure or national body"],
  ["agreed", "Agreed with the person"],
  ["other", "Another reason"],
];
const LEVELS = ["refused", "suspected", "quiet"];

export function listBelow(field, isRoom, act) {
  const name = (field.labels?.[0]?.textContent ?? "").replace(/\(optional\)/, "").replace(/\s+/g, " ").trim();
  const box = element("div", { className: isRoom ? "marks is-quiet" : "marks" });
  const frame = element(isRoom ? "details" : "div");
  const count = element(isRoom ? "summary" : "p", { className: "marks-count", id: `${field.id}_marks` });
  const body = element("div");
  const note = element("p", { className: "form-text mb-0", hidden: true });
  const undo = element("p", { className: "mark-undo", hidden: true });
  box.dataset.marksFor = field.id;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Names and places in this text");
  if (!isRoom) count.tabIndex = -1;
  frame.hidden = true;
  frame.append(count, body);
  box.append(undo, frame, note);
  if (field.closest("[data-row]")) field.closest("[data-row]").append(box); // a row of the room: below it, as wide as it
  else (field.nextElementSibling?.matches(".form-text[role=status]") ? field.nextElementSibling : field).after(box); // how many words are left
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), count.id].filter(Boolean).join(" "));
  let rows = [], asked = "", opened = [], told = "";

  function show({ flags, looked_for: lookedFor = "", can_keep: canKeep = false }, isAloud) {
    rows = rowsOf(flags);
    const open = rows.filter((row) => !row.kept && row.certainty !== "quiet");
    const quiet = rows.filter((row) => !row.kept && row.certainty === "quiet");
    const kept = rows.filter((row) => row.kept);
    note.hidden = true;
    steady(() => {
      frame.hidden = !flags.length && !(isAloud && lookedFor && field.matches("textarea") && !isRoom);
      count.replaceChildren(...countWords(open, kept, lookedFor));
      body.replaceChildren(
        element("ol", { className: "marks-list", hidden: !open.length }, ...open.map((row) => rowFor(row, canKeep))),
        ...folded(`May be spelling ${quiet.length === 1 ? "a mistake" : "mistakes"}`, quiet, (row) => rowFor(row, canKeep)),
        ...folded("Kept", kept, keptRow),
        ...(open.length && lookedFor && !isRoom ? [element("p", { className: "form-text mb-0", textContent: looked(lookedFor) })] : []),
      );
    });
    announce(open.length, isAloud);
  }

  function countWords(open, kept, lookedFor) {
    const words = isRoom ? `Names and places: ${open.length ? `${open.length} to look at` : `${kept.length} kept`}` : about(open.length);
    if (open.length || isRoom) return [icon(open.length ? "exclamation-triangle" : "check2"), element("span", { textContent: words })];
    return [element("span", { className: "marks-looked", textContent: looked(lookedFor) })];
  }

  // Aloud only the count, and only when it is another one.
  function announce(number, isAloud) {
    const words = number ? about(number) : told ? "No passages left to look at" : "";
    if (isAloud && words !== told && words) say(`${words}: ${name}`);
    told = number ? words : "";
  }

  function rowFor(row, canKeep) {
    const show = element("button", { type: "button", className: "mark-show" }, element("mark", { className: "mark-passage", textContent: row.passages[0] }));
    show.append(element("span", { className: "visually-hidden", textContent: " show it in the text" }));
    show.addEventListener("click", () => select(row.flags[0]));
    mark(show, row, "show");
    const others = row.passages.slice(1).map((passage) => `“${passage}”`).join(", ");
    const often = row.flags.length > row.passages.length ? `${row.flags.length} times` : "";
    const more = [others && `also ${others}`, often].filter(Boolean).join(", ");
    const item = element("li", { className: `mark-row is-${row.certainty}` });
    item.append(
      element("p", { className: "mark-line" }, show, more && element("span", { className: "mark-more", textContent: more }), badge(row)),
      element("p", { className: "mark-why", textContent: row.why }),
      buttonsFor(row, canKeep),
    );
    if (asked === row.key) item.append(reasonsFor(row));
    return item;
  }

  function buttonsFor(row, canKeep) {
    const group = element("div", { className: "mark-do" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `Instead of “${row.passages[0]}”`);
    const words = row.replacements.length ? row.replacements : row.certainty === "quiet" ? [] : ["Remove it"];
    if (row.replacements.length) group.append(element("span", { className: "mark-label", textContent: "Replace with" }));
    words.forEach((each, number) => group.append(button(each, row, `replace ${number}`, () => act.replace(row.key, number), "btn-outline-primary")));
    if (!canKeep || row.certainty === "refused") return group;
    const keep = button("Keep", row, "keep", () => {
      asked = asked === row.key ? "" : row.key;
      drawReasons(keep, row);
    });
    keep.setAttribute("aria-expanded", asked === row.key);
    group.append(keep);
    return group;
  }

  function drawReasons(keep, row) {
    body.querySelectorAll(".mark-keep").forEach((panel) => panel.remove());
    body.querySelectorAll("[aria-expanded=true]").forEach((other) => other.setAttribute("aria-expanded", "false"));
    keep.setAttribute("aria-expanded", asked === row.key);
    if (asked === row.key) keep.closest("li").append(reasonsFor(row));
  }

  function reasonsFor(row) {
    const panel = element("div", { className: "mark-keep" });
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", `Why “${row.passages[0]}” can stay`);
    panel.append(element("p", { className: "mark-label", textContent: "Why can it stay? Your answer is kept for this word at your site." }));
    for (const [reason, words] of REASONS) {
      panel.append(button(words, row, `keep ${reason}`, () => {
        asked = "";
        act.keep(row, reason);
      }, "btn-outline-primary"));
    }
    return panel;
  }

  function keptRow(row) {
    const item = element("li", { className: "mark-row" });
    const again = button("Mark it again", row, "unkeep", () => act.unkeep(row));
    again.append(element("span", { className: "visually-hidden", textContent: `: ${row.passages[0]}` }));
    item.append(element("p", { className: "mark-line" }, icon("check2"), element("b", { textContent: row.passages.join(", ") }), element("span", { className: "mark-more", textContent: row.kept }), again));
    return item;
  }

  function folded(words, of, draw) {
    if (!of.length) return [];
    const details = element("details", { className: "marks-folded", open: opened.includes(words.slice(0, 4)) });
    details.append(element("summary", { textContent: `${words} (${of.length})` }), element("ol", { className: "marks-list" }, ...of.map(draw)));
    details.addEventListener("toggle", () => {
      opened = opened.filter((each) => each !== words.slice(0, 4));
      if (details.open) opened.push(words.slice(0, 4));
    });
    return [details];
  }

  function select(flag) {
    field.focus();
    field.setSelectionRange(flag.start, flag.end);
  }

  // Nothing moves under the fingers: what has the focus stays where it is on screen, and the focus stays in its place in the list.
  function steady(change) {
    const held = document.activeElement;
    const isOurs = box.contains(held);
    const [place, line] = [held?.dataset?.markAt, [...box.querySelectorAll(".mark-row")].indexOf(held?.closest?.(".mark-row"))];
    const before = held?.getBoundingClientRect().top;
    change();
    if (!isOurs && held && held !== document.body) window.scrollBy(0, held.getBoundingClientRect().top - before);
    if (!isOurs || box.contains(document.activeElement)) return;
    const left = [...box.querySelectorAll(".mark-row")].filter((row) => row.checkVisibility?.() ?? true);
    const same = [...box.querySelectorAll("[data-mark-at]")].find((each) => each.dataset.markAt === place);
    const row = left[Math.min(line, left.length - 1)];
    const next = same ?? row?.querySelector(".mark-do button") ?? row?.querySelector("button") ?? count;
    next.focus({ preventScroll: true });
  }

  return {
    show,
    rowOf: (key) => rows.find((row) => row.key === key),
    get isWaiting() {
      return !note.hidden;
    },
    note(words) {
      if (isRoom) return; // the room has its own line about the network
      steady(() => {
        note.textContent = words;
        note.hidden = false;
      });
    },
    trouble(row, words) {
      const at = [...box.querySelectorAll("[data-mark-at]")].find((each) => each.dataset.markAt === `${row.key} show` || each.dataset.markAt === `${row.key} unkeep`);
      const item = at?.closest("li");
      item?.querySelector(".mark-trouble")?.remove();
      const line = element("p", { className: "mark-trouble text-warn", textContent: words });
      line.setAttribute("role", "alert");
      item?.append(line);
    },
    offerUndo(row) {
      undo.hidden = !row;
      undo.replaceChildren();
      if (!row) return;
      const button = element("button", { type: "button", className: "btn btn-link btn-sm", textContent: "Undo" });
      button.addEventListener("click", act.undo);
      undo.append(icon("check2"), element("span", { textContent: `“${row.passages[0]}” is replaced${row.flags.length > 1 ? `, ${row.flags.length} times` : ""}.` }), button);
    },
  };
}

const looked = (lookedFor) => `We looked for ${lookedFor}. Only people can judge who might be recognised.`;

// The marks of one person, or of one passage, are one row.
function rowsOf(flags) {
  const groups = new Map();
  flags.forEach((flag, number) => {
    const key = `${flag.group ?? number} ${flag.kept ? "kept" : ""}`;
    groups.set(key, [...(groups.get(key) ?? []), flag]);
  });
  const rows = [...groups.values()].map((of) => {
    const [first] = of;
    const level = Math.min(...of.map((flag) => LEVELS.indexOf(flag.certainty)));
    const passages = [...new Set(of.map((flag) => flag.passage))];
    const why = [first.reason, first.suggestion].filter(Boolean).join(" ");
    return { key: `${first.kind} ${passages[0]}`, flags: of, passages, why, kind: first.kind, what: first.what, kept: first.kept, certainty: LEVELS[level] ?? "suspected", replacements: first.replacements ?? [] };
  });
  return rows.sort((one, other) => LEVELS.indexOf(one.certainty) - LEVELS.indexOf(other.certainty)); // as they stand, otherwise
}

function badge({ certainty, what }) {
  const isRefused = certainty === "refused";
  const words = isRefused ? `${what}: cannot be saved` : what;
  const kind = isRefused ? "is-bad" : certainty === "quiet" ? "" : "is-warn";
  return element("span", { className: `badge ${kind}` }, icon(isRefused ? "exclamation-triangle" : certainty === "quiet" ? "pencil" : "info-circle"), words);
}

function mark(target, row, doing) {
  target.dataset.markAt = `${row.key} ${doing}`;
  return target;
}

function button(words, row, doing, press, kind = "btn-link") {
  const made = element("button", { type: "button", className: `btn btn-sm ${kind}`, textContent: words });
  made.addEventListener("click", press);
  return mark(made, row, doing);
}
