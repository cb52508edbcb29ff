import type { Language } from '../../protocol/account.ts';
import { escapeHtml } from './escape.ts';
import { frame } from './frame.ts';
import { PAGE_TEXTS } from './texts.ts';

/** The login page. What was typed never comes back. */
export function loginPage(
  language: Language,
  csrf: string,
  { problem, authorityPath }: { readonly problem?: 'wrong' | 'tooMany'; readonly authorityPath?: string } = {},
): string {
  const texts = PAGE_TEXTS[language];
  const alert = problem ? `<p role="alert">${escapeHtml(texts[problem])}</p>\n` : '';
  return frame(
    language,
    'login',
    `<main><h1>${escapeHtml(texts.title)}</h1>
${alert}<form method="post" action="/login">
<input type="hidden" name="csrf" value="${escapeHtml(csrf)}">
<label>${escapeHtml(texts.user)} <input name="username" autocomplete="username" autocapitalize="none" required></label>
<label>${escapeHtml(texts.password)} <input type="password" name="password" autocomplete="current-password" required></label>
<button>${escapeHtml(texts.logIn)}</button>
</form>
${authorityPath ? `<p><a href="${escapeHtml(authorityPath)}" download>${escapeHtml(texts.authority)}</a></p>\n` : ''}</main>`,
    { styles: ['own.css'], scripts: [] },
  );
}
