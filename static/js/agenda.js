// On the page of the agenda: lines move without a round trip and keep the focus, Alt with an arrow moves them too, and
// the clock beside them follows. Without it the same buttons send the page, and nothing is lost.
document.querySelectorAll("form[data-agenda]").forEach((form) => {
  const list = form.querySelector(".agenda-lines");
  const said = form.querySelector("[data-agenda-said]");
  const whole = form.querySelector("[data-agenda-whole]");
  const [hour, minute] = form.dataset.begins.split(":").map(Number);
  const long = Number(form.dataset.long);
  const clock = (minutes) => {
    const at = (hour * 60 + minute + minutes) % 1440;
    const h = Math.floor(at / 60);
    return `${h % 12 || 12}:${String(at % 60).padStart(2, "0")}${h < 12 ? "am" : "pm"}`;
  };
  const lines = () => [...list.querySelectorAll("[data-line]")];
  const field = (line, name) => line.querySelector(`input[name^="${name}_"]`);
  const titleOf = (line) => field(line, "title").value.trim();
  const minutesOf = (line) => Math.max(0, Math.floor(Number(field(line, "minutes").value)) || 0);
  const count = () => {
    let sum = 0;
    for (const line of lines()) {
      const minutes = minutesOf(line);
      line.querySelector("[data-clock]").textContent = minutes ? clock(sum) : "";
      sum += minutes;
    }
    const isLoose = lines().some((line) => minutesOf(line) && !field(line, "set").value && field(line, "minutes").value === field(line, "was").value);
    whole.textContent =
      sum > long
        ? `This is ${sum - long} minutes longer than the ${long}-minute meeting. ${isLoose ? "Times that you have not set will be shortened when you save." : "Shorten an item, or tell people at the start that you will finish later."}`
        : sum < long ? `${long - sum} of ${long} minutes are not used.` : `${sum} minutes, the same as the meeting.`;
  };
  const move = (line, by, focus) => {
    const all = lines();
    const to = all.indexOf(line) + by;
    if (to < 0 || to >= all.length || !titleOf(line)) return;
    if (by < 0) list.insertBefore(line, all[to]);
    else list.insertBefore(line, all[to].nextElementSibling);
    focus.focus();
    count();
    said.textContent = `“${titleOf(line)}” will be item ${to + 1} when you save.`;
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down], button[name=out]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-line]");
    if (button.name !== "out") return move(line, button.name === "up" ? -1 : 1, button);
    const next = line.nextElementSibling ?? line.previousElementSibling;
    const name = titleOf(line);
    line.remove();
    (next?.querySelector("button[name=out]") ?? next?.querySelector("input[type=text]"))?.focus();
    count();
    said.textContent = `“${name}” will be removed when you save.`;
  });
  form.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(line, event.key === "ArrowUp" ? -1 : 1, event.target);
  });
  form.addEventListener("input", count);
});
