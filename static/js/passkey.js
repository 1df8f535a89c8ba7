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
