// A page that comes back with errors starts at its summary, and each line of it leads into the field, not only to it.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
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
