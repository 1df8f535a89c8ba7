// The line at the bottom: what is true of the words on this page, and who is here. Only news is read aloud.
export function statusLine(line) {
  const shown = line.querySelector("[data-status]");
  const aloud = line.querySelector("[data-status-aloud]");
  const link = line.querySelector("[data-status-link]");
  let lastKind = "";
  return {
    say(kind, words, signIn = "") {
      if (shown.textContent !== words) shown.textContent = words;
      line.classList.toggle("is-unsaved", kind !== "saved" && kind !== "typing");
      link.hidden = !signIn;
      if (signIn) link.href = signIn;
      if (kind === lastKind || kind === "typing" || (kind === "saved" && !lastKind)) return;
      if (kind !== "saved" || lastKind !== "typing") aloud.textContent = words;
      lastKind = kind;
    },
    present(others) {
      const words = others.map(({ name, place }) => (place ? `${name} is editing ${place}` : `${name} is here`));
      line.querySelector("[data-presence]").textContent = words.join(". ");
    },
  };
}

export function clockOf(date) {
  const hour = date.getHours();
  return `${hour % 12 || 12}:${String(date.getMinutes()).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}

// The quiet clock over the agenda: the time, and which line is now. It counts nothing down.
export function quietClock(rail) {
  const lines = [...rail.querySelectorAll("li[data-begins]")];
  const [time, words] = [rail.querySelector("[data-clock] strong"), rail.querySelector("[data-clock] span")];
  const tick = () => {
    const now = new Date();
    const written = `It is ${clockOf(now)}.`;
    if (time.textContent === written) return;
    time.textContent = written;
    for (const line of lines) {
      const isNow = new Date(line.dataset.begins) <= now && now < new Date(line.dataset.ends);
      line.className = new Date(line.dataset.ends) <= now ? "done" : isNow ? "now" : "";
      if (isNow) {
        line.setAttribute("aria-current", "step");
        words.textContent = `Now: “${line.querySelector(".t").textContent}”, until ${line.dataset.until}.`;
      } else line.removeAttribute("aria-current");
    }
  };
  setInterval(tick, 5000);
}
