// What the marks are drawn with: elements, icons of the page's own sprite, and one line that is read aloud.
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter(Boolean));
  return made;
}

export function icon(name) {
  const sprite = document.querySelector("svg.icon use, svg use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export const about = (number) => `${number} ${number === 1 ? "passage" : "passages"} to look at`;

let line = null;
export function say(words) {
  if (!line) {
    line = element("p", { className: "visually-hidden" });
    line.setAttribute("role", "status");
    document.querySelector("main").append(line);
  }
  line.textContent = words;
}
