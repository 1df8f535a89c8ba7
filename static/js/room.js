// The meeting room: what is typed is on the server within two seconds, or on this computer, encrypted, until it can be.
// Without this script the room is one plain form.
import { holds } from "./answers.js";
import { courier } from "./room-courier.js";
import { addField, fieldsOf } from "./room-fields.js";
import { moreRows } from "./room-rows.js";
import { quietClock, statusLine } from "./room-status.js";
import { unsavedByOthers } from "./room-unsaved.js";

const form = document.querySelector("form[data-room]");
if (form) {
  const fields = fieldsOf(form);
  const line = form.querySelector("[data-status-line]");
  const status = statusLine(line);
  const ensureRow = moreRows(form, (input) => addField(form, fields, input));
  const post = courier(form, fields, status, ensureRow);
  const showUnsaved = unsavedByOthers(form, fields, post);
  const rail = document.querySelector(".rail");
  if (rail) quietClock(rail);

  const changed = (event) => {
    const field = fields.get(event.target.name);
    if (field) post.changed(field);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => event.target.matches("[type=radio]") && changed(event)); // by a letter, too
  window.addEventListener("online", () => post.hurry());
  window.addEventListener("pagehide", () => post.isUnsent() && post.hurry());

  // What is typed goes first, then the form as a whole.
  form.addEventListener("submit", async (event) => {
    if (!post.isUnsent()) return;
    event.preventDefault();
    const button = event.submitter;
    if (!(await post.flush())) return beside(button, post.tell());
    beside(button, "");
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  });

  // Why nothing was saved, at the button that was pressed.
  function beside(button, words) {
    form.querySelectorAll("[data-unsent-note]").forEach((note) => note.remove());
    if (!button || !words) return;
    const note = Object.assign(document.createElement("p"), { className: "text-warn", textContent: `${words}.`.replace(/\.\.$/, ".") });
    note.dataset.unsentNote = "";
    note.setAttribute("role", "alert");
    (button.closest(".actions") ?? button).after(note);
  }

  // Signing out with words that only this computer has.
  document.querySelectorAll('form[action$="/logout/"]').forEach((leaving) =>
    leaving.addEventListener("submit", (event) => {
      if (!post.isUnsent() || leaving.dataset.sure) return;
      event.preventDefault();
      leaving.dataset.sure = "yes";
      const words = "Some of your text is only saved on this computer, until you sign in again. Select “Sign out” again to sign out anyway.";
      const note = Object.assign(document.createElement("p"), { className: "text-warn", role: "alert", textContent: words });
      leaving.append(note);
    }),
  );

  // Who is here, who writes which section, and what they wrote.
  let place = "";
  form.addEventListener("focusin", (event) => {
    place = event.target.closest(".room-part")?.querySelector("h2")?.textContent ?? "";
  });
  const look = async (takeOver = "") => {
    if (document.hidden && !takeOver) return;
    const isEditing = form.contains(document.activeElement);
    const { status: code, said } = await post.post("here/", { place: isEditing ? place : "", take_over: takeOver }).catch(() => ({ status: 0 }));
    if (code !== 200 || !holds(said, "others", "unsaved", "sections")) return; // the next look asks again
    status.present(said.others);
    showUnsaved(said.unsaved);
    if (said.is_cancelled) status.say("closed", "This meeting was cancelled. Copy anything not saved to the page of the case.");
    else if (said.is_closed) status.say("closed", "This meeting is closed. Copy anything not saved to the page of the case.");
    for (const { field: name, version, text, holder } of said.sections) {
      const field = fields.get(name);
      if (!field) continue;
      if (!field.isPending && !field.sending && !field.conflict && !field.refused && Number(version) > Number(field.base)) { // an answer that was long on its way tells of an older one
        if (field.text !== text) field.text = text;
        field.base = version;
      }
      if (takeOver === name && field.conflict?.state === "held") {
        field.conflict = null;
        post.show(field);
        post.changed(field);
      }
      field.isReadOnly = Boolean(holder) && !field.isPending;
      const label = field.frame.querySelector("[data-holder]");
      label.hidden = field.frame.querySelector("[data-take-over]").hidden = !holder;
      label.textContent = holder ? `${holder} is writing here` : "";
    }
  };
  fields.forEach((field) => {
    field.frame?.querySelector("[data-take-over] button").addEventListener("click", () => look(field.name));
    field.frame?.querySelector("[data-settle]").addEventListener("click", () => field.conflict && post.settle(field));
  });
  post.hurry().then(() => look());
  setInterval(look, 4000);
}
