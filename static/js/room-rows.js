// One more row of next steps, and nothing that is typed is lost: the last row once more, blank, under the next number.
const MOST = 12;
const PART = /^(?:what|owner|due)_(\d+)_(\d+)$/;

export function moreRows(form, added) {
  const buttons = [...form.querySelectorAll("[data-add-row]")];
  const rowsBy = (button) => [...button.closest("section").querySelectorAll("[data-step-row]")];

  function add(button) {
    const rows = rowsBy(button);
    const [last, number] = [rows.at(-1), rows.length];
    if (number >= MOST) return null;
    const row = last.cloneNode(true);
    for (const part of row.querySelectorAll("[name], [id], [for]")) {
      for (const named of ["name", "id", "for"]) {
        const value = part.getAttribute(named);
        if (value) part.setAttribute(named, value.replace(new RegExp(`_${number}$`), `_${number + 1}`));
      }
      part.removeAttribute("aria-describedby");
      part.removeAttribute("aria-invalid");
      part.classList.remove("is-invalid");
    }
    row.querySelectorAll(".invalid-feedback, .errorlist, [data-typed-note]").forEach((words) => words.remove());
    row.querySelectorAll("label .visually-hidden").forEach((words) => (words.textContent = `, row ${number + 1}`));
    const inputs = [...row.querySelectorAll("input, select")];
    for (const input of inputs) input.value = "";
    last.after(row);
    button.hidden = number + 1 >= MOST;
    inputs.forEach(added);
    return row;
  }

  buttons.forEach((button) => button.addEventListener("click", () => add(button)?.querySelector("input").focus()));

  // Rows for a field that was typed in before and that the page has not: it was in a row that was added.
  return (name) => {
    const [, discussion, number] = name.match(PART) ?? [];
    const button = discussion && buttons.find((each) => each.closest("section").querySelector(`[name="what_${discussion}_1"]`));
    while (button && rowsBy(button).length < Number(number) && add(button));
  };
}
