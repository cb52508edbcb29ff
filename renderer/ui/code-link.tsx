import { helpHref } from '../app/help-route.ts';
import { useSpeech } from '../text/text.ts';

/** The code of a diagnostic, leading to its page of the help. */
export function CodeLink({ code }: { readonly code: string }) {
  const { say } = useSpeech();
  return (
    <a className="sw-code mono" href={helpHref('code', code)} title={say('help.about', { code })}>
      {code}
    </a>
  );
}
