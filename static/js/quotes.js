// Where a text is checked: words that are selected in it can be taken into the message about them, with one button.
const form = document.querySelector("form[data-quotes]");
const text = document.querySelector(".flagged");
if (form && text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm quote-button";
  button.textContent = "Write about the selected words";
  button.hidden = true;
  text.after(button);
  let passage = "";

  // The numbers of the marks are no words of the text.
  const selected = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return "";
    const words = selection.getRangeAt(0).cloneContents();
    words.querySelectorAll("sup").forEach((number) => number.remove());
    return words.textContent.replace(/\s+/g, " ").trim();
  };
  document.addEventListener("selectionchange", () => {
    const now = selected();
    if (now || document.activeElement !== button) {
      passage = now;
      button.hidden = !now;
    }
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // so that the words stay selected
  button.addEventListener("click", () => {
    form.elements.quote.value = passage;
    form.elements.words.focus();
    button.hidden = true;
  });
}
