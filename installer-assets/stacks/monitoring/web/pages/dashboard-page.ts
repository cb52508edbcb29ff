import type { Language } from '../../protocol/account.ts';
import type { Overview } from '../../protocol/overview.ts';
import { escapeHtml } from './escape.ts';
import { frame } from './frame.ts';
import { PAGE_TEXTS } from './texts.ts';

/** The dashboard as the server writes it. `/page/app.js` takes `#app` over where it is there. */
export function dashboardPage(
  language: Language,
  overview: Overview,
  user: string,
  files: { readonly styles: readonly string[]; readonly scripts: readonly string[] },
): string {
  const texts = PAGE_TEXTS[language];
  const cell = (text: string): string => `<td>${escapeHtml(text)}</td>`;
  const share = (ratio: number | null): string =>
    ratio === null ? '' : new Intl.NumberFormat(language, { style: 'percent' }).format(Math.min(1, ratio));
  const of = (used: number | null | undefined, total: number | null | undefined): number | null =>
    used == null || !total ? null : used / total;
  const rows = overview.nodes.map(
    ({ name, online, latest }) =>
      `<tr>${cell(name)}${cell(online ? texts.online : texts.offline)}${cell(share(latest?.cpuRatio ?? null))}${cell(
        share(of(latest?.memoryUsedBytes, latest?.memoryTotalBytes)),
      )}${cell(share(of(latest?.diskUsedBytes, latest?.diskTotalBytes)))}</tr>`,
  );
  const quorate = overview.cluster?.value.quorate;
  const quorum =
    quorate === undefined ? texts.unknown : quorate === null ? texts.alone : quorate ? texts.yes : texts.no;
  const running = overview.guests.filter(({ status }) => status === 'running').length;
  const head = [texts.nodes, '', texts.processor, texts.memory, texts.disk].map(
    (text) => `<th scope="col">${escapeHtml(text)}</th>`,
  );
  return frame(
    language,
    'dashboard',
    `<div id="app"><header><strong>${escapeHtml(texts.title)}</strong>
<form method="post" action="/logout"><button>${escapeHtml(`${texts.logOut} (${user})`)}</button></form></header>
<main><h1>${escapeHtml(overview.cluster?.value.name ?? texts.cluster)}</h1>
${overview.collector.silent ? `<p role="alert">${escapeHtml(texts.silent)}</p>` : ''}
<p>${escapeHtml(`${texts.quorum}: ${quorum}`)}. ${escapeHtml(`${texts.guests}: ${running}/${overview.guests.length}`)}. ${escapeHtml(`${texts.openAlerts}: ${overview.alerts.open}`)}.</p>
<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></main></div>`,
    files,
  );
}
