import { Button } from '@patternfly/react-core';
import { DownloadIcon } from '@patternfly/react-icons';
import { type RefObject, useState } from 'react';
import { useSpeech } from '../../text/text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { drawingFile } from '../../ui/drawing-file.ts';
import { saveFile } from '../../ui/save-file.ts';

/** Takes the drawing out of the page: a file for other documents, or its text for the clipboard. */
export function SaveDrawing({
  within,
  name,
}: {
  readonly within: RefObject<HTMLElement | null>;
  /** Of the file, without its ending. */
  readonly name: string;
}) {
  const { say } = useSpeech();
  const [saved, setSaved] = useState(false);
  const text = () => {
    const drawing = within.current?.querySelector<SVGSVGElement>('svg.sw-drawing');
    return drawing ? drawingFile(drawing) : '';
  };
  const save = () => {
    const bytes = new TextEncoder().encode(text());
    saveFile(`${name}.svg`, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')), 'image/svg+xml');
    setSaved(true);
  };
  return (
    <div className="sw-buttons sw-small sw-no-print">
      <Button variant="link" isInline icon={<DownloadIcon />} onClick={save}>
        {say('network.saveDrawing')}
      </Button>
      <CopyButton text={text} label={say('network.copyDrawing')} />
      <span className="pf-v6-screen-reader" role="status">
        {saved ? say('network.drawingSaved', { name: `${name}.svg` }) : ''}
      </span>
    </div>
  );
}
