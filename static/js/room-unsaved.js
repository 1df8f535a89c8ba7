// What somebody else typed and has not kept: their name at the field, and a panel on top to take it over once they are gone.
export function unsavedByOthers(form, fields, post) {
  const panel = document.querySelector("form[data-unsaved]");
  const list = panel?.querySelector("[data-unsaved-list]");
  let before = "[]";
  panel?.addEventListener("submit", async (event) => {
    if (!post.isUnsent()) return;
    event.preventDefault();
    if (await post.flush()) panel.requestSubmit(event.submitter);
  });

  const element = (tag, className, words) => Object.assign(document.createElement(tag), { className, textContent: words });

  function line({ owner, name, where, is_free: isFree }) {
    const [item, what] = [element("li", "", ""), element("div", "what", "")];
    const then = isFree ? "" : " You can take it over when they have been away for two minutes.";
    what.append(element("strong", "", `${name} has typed here, not saved yet`), element("p", "aside", `${where}.${then}`));
    item.append(what);
    if (isFree) {
      const button = Object.assign(element("button", "btn btn-outline-primary btn-sm", "Take over"), { type: "submit" });
      button.formAction = `${form.dataset.room}take-over/${owner}/`;
      item.append(button);
    }
    return item;
  }

  function mark(unsaved) {
    form.querySelectorAll("[data-unsaved-note]").forEach((note) => note.remove());
    for (const { name, fields: names } of unsaved) {
      for (const fieldName of names) {
        const input = fields.get(fieldName)?.inputs.at(-1);
        const note = element("p", "form-text mb-0", `${name} has typed here, not saved yet.`);
        note.dataset.unsavedNote = "";
        (input?.closest("fieldset") ?? input)?.after(note);
      }
    }
  }

  return (unsaved) => {
    const now = JSON.stringify(unsaved);
    if (!panel || now === before) return;
    before = now;
    panel.hidden = !unsaved.length;
    list.replaceChildren(...unsaved.map(line));
    mark(unsaved);
  };
}
