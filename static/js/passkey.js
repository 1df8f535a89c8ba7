// A passkey that does not come is said in words beside the button, not only in the console.
document.addEventListener("allauth.error", (event) => {
  const words = document.querySelector("[data-passkey-trouble]");
  if (!words) return;
  event.preventDefault();
  words.hidden = true;
  requestAnimationFrame(() => (words.hidden = false)); // so that it is read out each time
});
document.addEventListener("click", (event) => {
  const words = document.querySelector("[data-passkey-trouble]");
  if (words && event.target.closest("button")) words.hidden = true;
});

// Signing in by a passkey is a form of its own: what is ticked in the form above goes with it.
for (const copy of document.querySelectorAll("[data-same-as]")) {
  const box = document.getElementById(copy.dataset.sameAs);
  const follow = () => (copy.value = box.checked ? "on" : "");
  box.addEventListener("change", follow);
  window.addEventListener("pageshow", follow); // a browser may tick it again by itself
  follow();
}
