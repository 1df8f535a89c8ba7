// The line at the bottom: what is true of the words on this page, and who is here. Only news is read aloud.
export function statusLine(line) {
  const shown = line.querySelector("[data-status]");
  const aloud = line.querySelector("[data-status-aloud]");
  const link = line.querySelector("[data-status-link]");
  let lastKind = "";
  return {
    get words() {
      return shown.textContent;
    },
    say(kind, words, signIn = "") {
      if (shown.textContent !== words) shown.textContent = words;
      line.classList.toggle("is-unsaved", !["saved", "typing", "ready"].includes(kind));
      line.querySelector("[data-status-icon]").hidden = kind !== "saved";
      link.hidden = !signIn;
      if (signIn) link.href = signIn;
      if (kind === lastKind || kind === "typing" || kind === "ready" || (kind === "saved" && !lastKind)) return;
      if (kind !== "saved" || lastKind !== "typing") aloud.textContent = words;
      lastKind = kind;
    },
    present(others) {
      const words = others.map(({ name, place }) => (place ? `${name} is editing ${place}` : `${name} is here`));
      const presence = line.querySelector("[data-presence]");
      if (presence.dataset.words === words.join(". ")) return;
      presence.dataset.words = words.join(". ");
      const rounds = others.slice(0, 4).map(({ name }) => part("who", initialsOf(name), true));
      presence.replaceChildren(...rounds, part("", words.join(". ")));
    },
  };
}

function part(className, words, isHidden = false) {
  const span = Object.assign(document.createElement("span"), { className, textContent: words });
  if (isHidden) span.setAttribute("aria-hidden", "true");
  return span;
}

const initialsOf = (name) => name.split(/\s+/).map((word) => word[0]).filter((letter) => /\p{Lu}/u.test(letter)).slice(0, 2).join("");

export function clockOf(date) {
  const hour = date.getHours();
  return `${hour % 12 || 12}:${String(date.getMinutes()).padStart(2, "0")}${hour < 12 ? "am" : "pm"}`;
}

// The quiet clock over the agenda: the time, and which line is now. It counts nothing down.
export function quietClock(rail) {
  const lines = [...rail.querySelectorAll("li[data-begins]")];
  const clock = rail.querySelector("[data-clock]");
  const [time, words] = [clock.querySelector("strong"), clock.querySelector("span")];
  // On a phone the agenda is a strip: the line that is now stands in it first.
  const show = () => {
    const [list, now] = [rail.querySelector("ol"), rail.querySelector(".now")];
    if (now) list.scrollLeft = now.offsetLeft - list.offsetLeft;
  };
  const tick = () => {
    const now = new Date();
    const written = `It is ${clockOf(now)}.`;
    if (time.textContent === written) return;
    time.textContent = written;
    words.textContent = now < new Date(clock.dataset.begins) ? clock.dataset.before : clock.dataset.after; // unless a line is now
    for (const line of lines) {
      const isNow = new Date(line.dataset.begins) <= now && now < new Date(line.dataset.ends);
      const isDone = "recorded" in line.dataset || new Date(line.dataset.ends) <= now;
      line.className = isNow ? "now" : isDone ? "done" : "";
      if (isNow) {
        line.setAttribute("aria-current", "step");
        words.textContent = `Now, until ${line.dataset.until}: “${line.querySelector(".t").textContent}”.`;
      } else line.removeAttribute("aria-current");
    }
    show();
  };
  show();
  setInterval(tick, 5000);
}
