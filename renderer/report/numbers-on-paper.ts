/** Pressing a number on the paper tells of it instead of jumping to the list at its end. */
export function followNumbers(paper: Document | null | undefined, choose: (number: string) => void): void {
  for (const link of paper?.querySelectorAll<HTMLAnchorElement>('a.ev') ?? [])
    link.addEventListener('click', (event) => {
      event.preventDefault();
      choose(link.textContent ?? '');
    });
}

/** Marks every place of the paper that carries the number, and gives how many there are. */
export function markNumber(paper: Document | null | undefined, number: string | undefined): number {
  const all = [...(paper?.querySelectorAll('.ev') ?? [])];
  for (const place of all) place.classList.toggle('here', place.textContent === number);
  return all.filter((place) => place.tagName === 'A' && place.textContent === number).length;
}

/** Only the paper is scrolled, to the first place that carries the number. */
export function scrollToNumber(paper: Window | null | undefined, number: string | undefined): void {
  if (!paper || number === undefined) return;
  const place = [...paper.document.querySelectorAll('a.ev')].find(({ textContent }) => textContent === number);
  if (place) paper.scrollTo({ top: place.getBoundingClientRect().top + paper.scrollY - paper.innerHeight / 3 });
}
