import { Button } from '@patternfly/react-core';
import { CopyIcon } from '@patternfly/react-icons';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../text/text.ts';
import { copyText } from '../ui/copy-text.ts';
import { clearLater } from './clear-later.ts';

const KEPT_S = 30;

/** Copies a value; says what becomes of the clipboard. Emptying goes on when this is gone from the screen. */
export function CopySecret({ value }: { readonly value: string | undefined }) {
  const { say } = useSpeech();
  const [said, setSaid] = useState<'clears' | 'stays' | 'cleared'>();
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const copy = async (text: string) => {
    const canClear = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    if (canClear) {
      setSaid('clears');
      clearLater(KEPT_S * 1000, () => !isGone.current && setSaid('cleared'));
    } else {
      await copyText(text);
      setSaid('stays');
    }
  };
  return (
    <div className="sw-buttons">
      {value !== undefined && (
        <Button variant="secondary" size="sm" icon={<CopyIcon />} onClick={() => void copy(value)}>
          {say('handover.copy')}
        </Button>
      )}
      <span role="status" className="sw-small">
        {said === 'clears' && say('handover.copiedClears', { seconds: KEPT_S })}
        {said === 'stays' && say('handover.copiedStays')}
        {said === 'cleared' && say('handover.cleared')}
      </span>
    </div>
  );
}
