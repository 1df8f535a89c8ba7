// A page that comes back with errors starts at its summary, and each line of it leads into the field, not only to it.
const summary = document.querySelector(".error-summary");
if (summary) {
  const beside = document.querySelector("[data-refused-here]"); // at the button that was pressed, on a long page
  (beside ?? summary).focus();
  for (const list of [summary, beside]) list?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.closest(".field") ?? target;
    field.scrollIntoView({ block: "start" });
    (target.matches("input, select, textarea") ? target : field.querySelector("input, select, textarea") ?? target).focus({
      preventScroll: true,
    });
  });
}
