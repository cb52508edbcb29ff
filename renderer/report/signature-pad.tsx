import { Button } from '@patternfly/react-core';
import { type PointerEvent, useId, useRef, useState } from 'react';
import { useSpeech } from '../text/text.ts';

/** The paper that is signed on, in pixels; on the screen it is as wide as there is room. */
const PAPER = { width: 600, height: 160 } as const;
const INK = '#14232b';

/** Where a signature comes from; the third way, the typed name, needs no picture and no pointer. */
export type SignatureSource = 'drawn' | 'picture';

/** A signature as a PNG: drawn with mouse, pen or finger, or taken from a picture, which is only ever kept as it is shown here. */
export function SignaturePad({
  source,
  onChange,
}: {
  readonly source: SignatureSource;
  /** Base64 of the PNG; undefined while nothing is on the paper. */
  readonly onChange: (png: string | undefined) => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDown = useRef(false);
  const [isUnreadable, setUnreadable] = useState(false);
  const paper = () => canvas.current?.getContext('2d') ?? undefined;
  const tell = () => onChange(canvas.current?.toDataURL('image/png').split(',')[1]);
  const clear = () => {
    paper()?.clearRect(0, 0, PAPER.width, PAPER.height);
    onChange(undefined);
  };
  const pointOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * PAPER.width,
      ((event.clientY - box.top) / box.height) * PAPER.height,
    ] as const;
  };
  const press = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = paper();
    if (!context || source !== 'drawn') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    isDown.current = true;
    Object.assign(context, { lineWidth: 2.5, lineCap: 'round', lineJoin: 'round', strokeStyle: INK });
    context.beginPath();
    context.moveTo(...pointOf(event));
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = paper();
    if (!isDown.current || !context) return;
    context.lineTo(...pointOf(event));
    context.stroke();
  };
  const lift = () => {
    if (isDown.current) tell();
    isDown.current = false;
  };
  const take = async (file: File | undefined) => {
    const context = paper();
    if (!file || !context) return;
    clear();
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(PAPER.width / picture.width, PAPER.height / picture.height, 1);
      context.drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
      picture.close();
      setUnreadable(false);
      tell();
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <div className="sw-field">
      {source === 'picture' && (
        <>
          <label htmlFor={id}>{say('report.signPicture')}</label>
          <input
            id={id}
            type="file"
            accept="image/png,image/jpeg"
            aria-invalid={isUnreadable}
            aria-describedby={`${id}-help`}
            onChange={(event) => void take(event.target.files?.[0])}
          />
          <div id={`${id}-help`} className="sw-help">
            {isUnreadable && say('report.signUnreadable')}
          </div>
        </>
      )}
      <canvas
        ref={canvas}
        className={`sw-pad${source === 'drawn' ? ' sw-draws' : ''}`}
        {...PAPER}
        role="img"
        aria-label={say(source === 'drawn' ? 'report.signPaper' : 'report.signPictureShown')}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={lift}
        onPointerCancel={lift}
      />
      {source === 'drawn' && (
        <div className="sw-pad-foot">
          <span className="sw-help">{say('report.signDrawHelp')}</span>
          <Button variant="link" size="sm" onClick={clear}>
            {say('report.signClear')}
          </Button>
        </div>
      )}
    </div>
  );
}
