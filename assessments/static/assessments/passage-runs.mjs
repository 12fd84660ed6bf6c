/** How the marks of a passage are drawn: the same rules as the server's, on a paragraph's text as stored.
 *  Places are counted in UTF-16 units here, and in characters on the wire. */
const STRONG = /\*\*(?=\S)(.+?)(?<=\S)\*\*/gs;
const SENTENCE = /[^.!?]*[.!?]+["'”’)\]]*(?:\s+|$)|[^.!?]+$/g;

/** The text of a drawn paragraph as stored: the strong words have their asterisks, what is added is left out. */
export function storedText(root) {
  if (root.nodeType === Node.TEXT_NODE) return root.data;
  if (root.nodeType !== Node.ELEMENT_NODE || root.hasAttribute("data-aside")) return "";
  const text = [...root.childNodes].map(storedText).join("");
  return root.localName === "strong" ? `**${text}**` : text;
}

/** How many units of the stored text stand before a place in the drawn paragraph. */
export function placeIn(root, node, offset) {
  let count = 0;
  const reached = (element) => {
    if (element === node && element.nodeType === Node.TEXT_NODE) {
      count += offset;
      return true;
    }
    if (element.nodeType === Node.TEXT_NODE) {
      count += element.data.length;
      return false;
    }
    if (element.nodeType !== Node.ELEMENT_NODE) return false;
    if (element.hasAttribute("data-aside")) return element.contains(node);
    const strong = element.localName === "strong" ? 2 : 0;
    count += strong;
    for (const [index, child] of [...element.childNodes].entries()) {
      if (element === node && index === offset) return true;
      if (reached(child)) return true;
    }
    if (element === node) return true;
    count += strong;
    return false;
  };
  reached(root);
  return count;
}

/** Strong and plain pieces of a text, as [from, to, strong] without the asterisks. */
function pieces(text) {
  const found = [];
  let done = 0;
  for (const match of text.matchAll(STRONG)) {
    found.push([done, match.index, false], [match.index + 2, match.index + match[0].length - 2, true]);
    done = match.index + match[0].length;
  }
  return [...found, [done, text.length, false]].filter(([from, to]) => from < to);
}

/** Sentences as [from, to]; none ends within strong words. Trailing blanks belong to no sentence. */
export function sentences(text) {
  const strong = [...text.matchAll(STRONG)].map((match) => [match.index, match.index + match[0].length]);
  const found = [];
  let from = 0;
  for (const match of text.matchAll(SENTENCE)) {
    const to = match.index + match[0].length;
    if (to < text.length && strong.some(([start, end]) => start < to && to < end)) continue;
    found.push([from, from + text.slice(from, to).trimEnd().length]);
    from = to;
  }
  if (from < text.length && text.slice(from).trim()) found.push([from, from + text.slice(from).trimEnd().length]);
  return found.filter(([start, end]) => start < end);
}

/** The nodes of a stretch of a paragraph; `marks` in the order of their making. `aside` makes the node of a note. */
export function drawn(text, marks, { from = 0, to = text.length, focusable = true, aside = null } = {}) {
  const shown = pieces(text).map(([start, end, strong]) => [Math.max(start, from), Math.min(end, to), strong]);
  const kept = shown.filter(([start, end]) => start < end);
  const lastOf = new Map(
    marks.map((mark) => [mark.uid, Math.max(...kept.map(([start, end]) => (mark.start < end && start < mark.end ? Math.min(end, mark.end) : -1)))]),
  );
  const seen = new Set();
  return kept.map(([first, final, strong]) => {
    const holder = strong ? document.createElement("strong") : document.createDocumentFragment();
    const cuts = marks.flatMap((mark) => [mark.start, mark.end]).filter((edge) => first < edge && edge < final);
    const edges = [...new Set([first, ...cuts, final])].sort((one, other) => one - other);
    edges.slice(1).forEach((end, index) => {
      const over = marks.filter((mark) => mark.start <= edges[index] && end <= mark.end);
      holder.append(run(text.slice(edges[index], end), over, focusable && over.length && !over.some(({ uid }) => seen.has(uid))));
      for (const mark of over) {
        seen.add(mark.uid);
        if (aside && mark.note && lastOf.get(mark.uid) === end) holder.append(aside(mark));
      }
    });
    return holder;
  });
}

function run(text, over, focusable) {
  if (!over.length) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.className = "highlight";
  mark.dataset.colour = over.at(-1).colour;
  mark.dataset.marks = over.map(({ uid }) => uid).join(" ");
  if (over.some(({ note }) => note)) mark.dataset.note = "";
  if (focusable) mark.tabIndex = 0;
  mark.textContent = text;
  return mark;
}

export const toUnits = (text, characters) => [...text].slice(0, characters).join("").length;
export const toCharacters = (text, units) => [...text.slice(0, units)].length;
