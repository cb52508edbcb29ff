import { useEffect } from 'react';
import { useRoute } from '../app/route.ts';
import { useSite } from '../state/site.ts';
import { useSpeech } from '../text/text.ts';

/** The window's title says the page and the site: `Nodes · Municipal monitoring · Sitewright`. */
export function usePageTitle(title: string): void {
  const { say } = useSpeech();
  const { siteRef } = useRoute();
  const site = useSite((state) => state.site?.name);
  const name = siteRef === undefined ? undefined : site;
  useEffect(() => {
    document.title = [title, name, say('app.name')].filter(Boolean).join(' · ');
  }, [title, name, say]);
}
