// The key "/" goes to the search, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = document.querySelector("[data-find]");
  if (!field || event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault(); // no "/" in the field
  field.focus();
  field.select();
});
