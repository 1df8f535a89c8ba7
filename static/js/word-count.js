// A field with a limit in words says how many are left, once the person pauses.
document.querySelectorAll("textarea[data-words]").forEach((field) => {
  const limit = Number(field.dataset.words);
  const line = document.createElement("p");
  line.className = "form-text mt-1 mb-0";
  line.setAttribute("role", "status");
  field.after(line);
  let timer;
  const count = () => {
    const words = field.value.trim().split(/\s+/).filter(Boolean).length;
    const left = limit - words;
    line.textContent = left >= 0 ? `${left} of ${limit} words left` : `${-left} ${left === -1 ? "word" : "words"} too many`;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, 600);
  });
  count();
});
