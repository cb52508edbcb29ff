const NAME = 'sw-found';
const HERE = 'sw-found-here';
const MARKS = `::highlight(${NAME}){background:#ffe08a;color:#1c2327}::highlight(${HERE}){background:#14506b;color:#fff}`;
const marked = new WeakSet<Document>();

type Paper = Window & typeof globalThis;

/** Every place of the paper that holds the text, whatever its case, from the top. Nothing in the paper is changed. */
export function findOnPaper(paper: Paper, query: string): readonly Range[] {
  const wanted = query.toLowerCase();
  if (wanted === '') return [];
  const { document } = paper;
  const found: Range[] = [];
  const walker = document.createTreeWalker(document.body, paper.NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    for (const start of placesOf(text, wanted)) {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + wanted.length);
      found.push(range);
    }
  }
  return found;
}

/** Where the text begins in a line; both in lower case. A letter whose lower case is longer would shift the rest: then as written. */
export function placesOf(text: string, wanted: string): readonly number[] {
  const lower = text.toLowerCase();
  const line = lower.length === text.length ? lower : text;
  const places: number[] = [];
  for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}

/** Marks all of them, one of them more, and scrolls the paper alone to that one. */
export function showFound(paper: Paper, found: readonly Range[], at: number): void {
  const { document, CSS, Highlight } = paper;
  if (!marked.has(document)) {
    const sheet = new paper.CSSStyleSheet();
    sheet.replaceSync(MARKS);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    marked.add(document);
  }
  CSS.highlights.clear();
  const here = found[at];
  CSS.highlights.set(NAME, new Highlight(...found.filter((range) => range !== here)));
  if (!here) return;
  CSS.highlights.set(HERE, new Highlight(here));
  paper.scrollTo({ top: here.getBoundingClientRect().top + paper.scrollY - paper.innerHeight / 3 });
}
