// Puts another text into a field so that the browser's own undo takes it back, and so that whatever saves as one types sees it.
export function write(field, text) {
  const old = field.value;
  let start = 0, ends = 0;
  while (start < old.length && old[start] === text[start]) start += 1;
  while (ends < Math.min(old.length, text.length) - start && old.at(-1 - ends) === text.at(-1 - ends)) ends += 1;
  const words = text.slice(start, text.length - ends);
  const held = document.activeElement;
  if (!matchMedia("(pointer: coarse)").matches) { // a phone would open its keyboard
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, old.length - ends);
    document.execCommand(words ? "insertText" : "delete", false, words);
    held?.focus({ preventScroll: true });
  }
  if (field.value === text) return;
  if (field.value !== old) field.value = old;
  field.setRangeText(words, start, old.length - ends, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
}
