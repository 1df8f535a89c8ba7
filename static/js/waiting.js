// The head of the page says how much waits for this person, once the page is there. Without a script it is a link.
import { holds, saidIn } from "./answers.js";

const link = document.querySelector("[data-waiting]");
if (link) {
  fetch(link.dataset.waiting, { credentials: "same-origin", headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? saidIn(answer) : {}), () => ({}))
    .then((said) => holds(said, "waiting") && said.waiting > 0 && (link.textContent = `${said.waiting} waiting`));
}
