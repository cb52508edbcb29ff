import { useEffect, useState } from 'react';
import { useSpeech } from '../text/text.ts';

/** Time since something began, each second. */
export function Elapsed({ since }: { readonly since: string | undefined }) {
  const { say, about } = useSpeech();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (since === undefined) return null;
  return (
    <span className="sw-small sw-subtle">
      {say('install.elapsed')} {about(Math.max(0, now - Date.parse(since)))}
    </span>
  );
}
