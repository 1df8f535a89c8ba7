// One more row of next steps, and nothing that is typed is lost: the last row once more, blank, under the next number.
export function moreRows(form, added) {
  const most = Number(form.dataset.mostRows);
  const buttons = [...form.querySelectorAll("[data-add-row]")];
  const rowsBy = (button) => [...button.closest("section").querySelectorAll("[data-row]")];
  const inputsOf = (row) => [...row.querySelectorAll("[data-row-name]")];
  const nameIn = (input, number) => input.dataset.rowName.replace("{row}", number);

  function add(button) {
    const rows = rowsBy(button);
    const [last, number] = [rows.at(-1), rows.length + 1];
    if (number > most) return null;
    const row = last.cloneNode(true);
    const inputs = inputsOf(row);
    for (const input of inputs) {
      const label = row.querySelector(`label[for="${input.id}"]`);
      input.name = nameIn(input, number);
      input.id = `id_${input.name}`;
      input.value = "";
      label.htmlFor = input.id;
      label.querySelector(".visually-hidden").textContent = `, row ${number}`;
      input.classList.remove("is-invalid");
      ["aria-describedby", "aria-invalid"].forEach((attribute) => input.removeAttribute(attribute));
    }
    row.querySelectorAll(".invalid-feedback, .errorlist, [data-unsaved-note], .marks").forEach((words) => words.remove());
    last.after(row);
    button.hidden = number >= most;
    inputs.forEach(added);
    return row;
  }

  buttons.forEach((button) => button.addEventListener("click", () => add(button)?.querySelector("input, select, textarea").focus()));

  // Rows for a field that was typed in before and that the page has not: it was in a row that was added.
  return (name) => {
    for (const button of buttons) {
      const [rows, inputs] = [rowsBy(button), inputsOf(rowsBy(button)[0])];
      for (let number = rows.length + 1; number <= most; number += 1) {
        if (inputs.some((input) => nameIn(input, number) === name)) {
          while (rowsBy(button).length < number) add(button);
        }
      }
    }
  };
}
