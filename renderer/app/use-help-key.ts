import { useEffect } from 'react';
import { contentsHref, helpHref, parseHelpRoute, rememberField } from './help-route.ts';
import { goTo } from './route.ts';

/**
 * F1 opens the help: of the diagnostic that has the focus, else its contents. Not over an open question, which would lose what was
 * typed into it. The field that had the focus gets it back.
 */
export function useHelpKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F1' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (document.querySelector('dialog[open]') || parseHelpRoute(window.location.hash)) return;
      const active = document.activeElement;
      const field = active?.closest<HTMLElement>('[data-field]')?.dataset.field;
      if (field) rememberField(field);
      const code = active?.closest<HTMLElement>('[data-code]')?.dataset.code;
      // A field commits what was typed when it is left.
      if (active instanceof HTMLElement) active.blur();
      goTo(code ? helpHref('code', code) : contentsHref());
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
