// The fields of the room, each with its present value and the version that its text was written from. What a field is
// stands in the data attributes of its inputs (pages/room/fields.py): no script knows how a name is made.
export function fieldsOf(form) {
  const fields = new Map();
  for (const input of form.elements) addField(form, fields, input);
  return fields;
}

export function addField(form, fields, input) {
  if (!input.dataset.kind) return;
  const known = fields.get(input.name);
  if (known) known.inputs.push(input);
  else fields.set(input.name, makeField(form, input));
}

function makeField(form, input) {
  const { kind, base, partner } = input.dataset;
  const baseInput = base ? form.elements[base] : null;
  return {
    name: input.name,
    kind,
    partner, // the name of the field whose value is sent together with this one's
    inputs: [input],
    frame: baseInput ? input.closest("[data-section]") : null,
    isPending: false, // something of it is not on the server yet
    sending: null, // its save that is on its way
    key: "", // of the newest text
    follows: [], // keys of saves without an answer
    refused: "", // why the server did not take it
    conflict: null, // the newer text of somebody else, with its version
    get base() {
      return baseInput ? baseInput.value : "0";
    },
    set base(version) {
      if (baseInput) baseInput.value = version;
    },
    get text() {
      if (input.type === "radio") return this.inputs.find((radio) => radio.checked)?.value ?? "";
      if (input.type === "checkbox") return input.checked ? "on" : "";
      return input.value;
    },
    set text(words) {
      if (input.type === "radio") this.inputs.forEach((radio) => (radio.checked = radio.value === words));
      else if (input.type === "checkbox") input.checked = words === "on";
      else {
        input.value = words;
        input.dispatchEvent(new Event("copsite:text", { bubbles: true }));
      }
    },
    // Says beside the field why it was not saved, or nothing any more.
    note(words) {
      const at = input.closest("fieldset") ?? input;
      at.parentElement.querySelectorAll(`[data-refused-note="${input.name}"]`).forEach((note) => note.remove());
      if (!words) return;
      const note = Object.assign(document.createElement("p"), { className: "invalid-feedback d-block w-100 mb-0", textContent: words });
      note.dataset.refusedNote = input.name;
      note.setAttribute("role", "alert");
      at.after(note);
    },
    set isReadOnly(answer) {
      input.readOnly = answer;
    },
  };
}
