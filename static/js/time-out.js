// A shared computer: the session ends when nothing is done for a while. Two minutes before, the page says so and offers to
// stay; typing and clicking stay by themselves. Afterwards the page is covered: what was typed is still in it, and is there
// again once the same person has signed in. The server ends the session whether or not this runs.
import { saidIn } from "./answers.js";

const panel = document.querySelector("[data-time-out]");
if (panel) {
  const WARNED = 120_000;
  const whole = Number(panel.dataset.idle) * 1000;
  const warning = panel.querySelector("[data-time-out-warning]");
  const [form, again, main] = [panel.querySelector("[data-stay]"), panel.querySelector("[data-time-out-over]"), document.querySelector("main")];
  const NAME = "copsite-in-use-until"; // told to the other tabs of this browser
  let endsAt = Date.now() + Number(panel.dataset.seconds) * 1000;
  let [isOver, didAt, owner, asking] = [false, 0, "", false];

  const show = (isEnd) => {
    if (!warning.hidden && isEnd === isOver) return;
    [warning.hidden, form.hidden, again.hidden, isOver] = [false, isEnd, !isEnd, isEnd];
    main.classList.toggle("is-covered", isEnd);
  };
  const goOn = (milliseconds, isNews) => {
    endsAt = Math.max(endsAt, Date.now() + milliseconds);
    if (isNews) localStorage.setItem(NAME, endsAt);
    [warning.hidden, isOver, didAt] = [true, false, 0];
    main.classList.remove("is-covered");
  };
  const whoAmI = () => fetch("/room/key/", { credentials: "same-origin" }).then((answer) => (answer.ok ? saidIn(answer) : {}), () => ({}));

  async function stay() {
    if (asking) return;
    asking = true;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    asking = false;
    if (answer?.ok) goOn(whole, true);
    else if (answer) endsAt = Math.min(endsAt, Date.now()); // signed out meanwhile
  }

  // Whether the same person is signed in again; their forms then need a fresh token.
  async function isBack() {
    const { owner: now, token } = await whoAmI();
    if (!now || now !== owner) return;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    goOn(whole);
  }

  function tick() {
    const left = endsAt - Date.now();
    if (isOver) return;
    if (left > 0 && didAt && left < (whole * 2) / 3) return stay();
    if (left <= WARNED) show(left <= 0);
  }

  for (const kind of ["input", "keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => event.isTrusted && (didAt = Date.now()), { passive: true });
  }
  document.addEventListener("copsite:saved", () => goOn(whole, true)); // the meeting room saves by itself as one types
  document.addEventListener("visibilitychange", () => !document.hidden && (isOver ? isBack() : tick()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  window.addEventListener("storage", ({ key, newValue }) => key === NAME && !isOver && goOn(Number(newValue) - Date.now()));
  localStorage.setItem(NAME, endsAt);
  whoAmI().then((said) => (owner = said.owner));
  again.querySelector("a").search = new URLSearchParams({ next: location.pathname + location.search });
  setInterval(tick, 5000);
}
