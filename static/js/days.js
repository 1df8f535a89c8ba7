// A day or a time is shown in full under its field as one types it, and stands in full in the field when one leaves it. Beside
// a day there is a button for the calendar of the browser. Without this script, the page that is sent shows the day back.
import { saidIn } from "./answers.js";

const SOON = 250;
const LONGEST = 100;
const known = new WeakMap(); // what was asked last for a field, and the answer

document.querySelectorAll("input[data-typed]").forEach((field) => {
  const row = field.closest(".day-row") ?? field;
  const line = Object.assign(document.createElement("p"), { className: "form-text day-read", id: `${field.id}_read` });
  line.setAttribute("role", "status");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  row.after(line);

  let timer;
  const look = async () => {
    clearTimeout(timer);
    const answer = await read(field);
    if (answer) line.textContent = answer.refused ?? answer.words ?? "";
    else if (!field.value.trim()) line.textContent = "";
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, SOON);
  });
  field.addEventListener("change", async () => {
    await look();
    if (document.activeElement !== field) putInFull(field);
  });
  // What was shown is sent as it was shown. What was not, the server shows first.
  field.form?.addEventListener("submit", () => putInFull(field), { capture: true });
  if (row !== field) offerCalendar(field, row);
});

async function read(field) {
  const text = field.value.trim();
  if (!text || text.length > LONGEST) return null;
  const { typed, nation = "", pastIf = "" } = field.dataset;
  const leaning = field.form?.elements[pastIf]?.checked ? "past" : (field.dataset.leaning ?? "");
  const last = known.get(field);
  if (last?.text === text && last.leaning === leaning) return last.answer;
  try {
    const asked = new URLSearchParams({ kind: typed, leaning, nation, text });
    const response = await fetch(`/days/read/?${asked}`, { credentials: "same-origin", redirect: "error" });
    if (!response.ok || field.value.trim() !== text) return null;
    const answer = await saidIn(response);
    known.set(field, { text, leaning, answer });
    return answer;
  } catch {
    return null;
  }
}

function putInFull(field) {
  const { text, leaning, answer } = known.get(field) ?? {};
  if (!answer?.value || field.value.trim() !== text) return;
  field.value = answer.value;
  known.set(field, { text: answer.value, leaning, answer });
}

// The browser's own calendar works by keyboard, on a phone and in the dark. Its field is not seen, and is not sent.
function offerCalendar(field, row) {
  const button = row.querySelector("button");
  const picker = Object.assign(document.createElement("input"), { type: "date", className: "day-picker", tabIndex: -1, min: "1900-01-01", max: "2100-12-31" });
  picker.setAttribute("aria-hidden", "true");
  if (!("showPicker" in picker)) return button.remove();
  row.append(picker);
  button.addEventListener("pointerenter", () => read(field));
  button.addEventListener("focus", () => read(field));
  button.addEventListener("click", () => {
    picker.value = known.get(field)?.answer.iso ?? "";
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    if (!picker.value) return;
    field.value = picker.value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}
