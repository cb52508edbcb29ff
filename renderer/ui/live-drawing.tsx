import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

interface PartsContext {
  /** The part that the Tab key stops at. */
  readonly stop: string;
  readonly moveTo: (id: string) => void;
}

const Parts = createContext<PartsContext>({ stop: '', moveTo: () => undefined });

const NEXT = ['ArrowRight', 'ArrowDown'];
const BEFORE = ['ArrowLeft', 'ArrowUp'];

/**
 * A drawing whose parts can be pressed. It is one stop of the Tab key; the arrow keys, Home and End go from part to part in the
 * order in which they are drawn, as in any tool bar. Its name says the drawing's facts as a sentence.
 */
export function LiveDrawing({
  width,
  height,
  label,
  first,
  children,
}: {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Id of the part that the keyboard comes to at first. */
  readonly first: string;
  readonly children: ReactNode;
}) {
  const [stop, moveTo] = useState(first);
  const drawing = useRef<SVGSVGElement>(null);
  // A part may go, with what it stands for or because it is hidden: the Tab key still finds the way in.
  useLayoutEffect(() => {
    const parts = [...(drawing.current?.querySelectorAll<SVGElement>('[data-part]') ?? [])];
    if (!parts.some((part) => part.dataset.part === stop)) {
      const next = parts.find((part) => part.dataset.part === first) ?? parts[0];
      if (next?.dataset.part !== undefined) moveTo(next.dataset.part);
    }
  });
  const context = useMemo(() => ({ stop, moveTo }), [stop]);
  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const parts = [...event.currentTarget.querySelectorAll<SVGElement>('[data-part]')];
    const at = parts.findIndex((part) => part.matches(':focus'));
    const to = NEXT.includes(event.key)
      ? at + 1
      : BEFORE.includes(event.key)
        ? at - 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? parts.length - 1
            : undefined;
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    parts[(to + parts.length) % parts.length]?.focus();
  };
  return (
    <Parts.Provider value={context}>
      <svg
        ref={drawing}
        viewBox={`0 0 ${width} ${height}`}
        role="toolbar"
        aria-label={label}
        className="sw-drawing sw-live"
        onKeyDown={move}
      >
        {children}
      </svg>
    </Parts.Provider>
  );
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a live drawing: pressed with the pointer, Enter or Space. What is drawn is for the eye alone; the button lies over it and
 * its name begins with what is seen first.
 */
export function DrawingPart({
  id,
  label,
  box,
  pressed,
  marked,
  onPress,
  children,
}: {
  readonly id: string;
  readonly label: string;
  /** Where it is pressed. */
  readonly box: Box;
  /** For a part that is switched: whether it is. */
  readonly pressed?: boolean;
  /** The form is at it now. */
  readonly marked?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  const { stop, moveTo } = useContext(Parts);
  return (
    <g className={marked ? 'sw-part sw-marked' : 'sw-part'}>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group takes no focus */}
      <g aria-hidden="true">{children}</g>
      {/* biome-ignore lint/a11y/useSemanticElements: an SVG holds no button element */}
      <rect
        {...box}
        rx="6"
        role="button"
        data-part={id}
        tabIndex={stop === id ? 0 : -1}
        aria-label={label}
        aria-pressed={pressed}
        aria-current={marked ? 'true' : undefined}
        className="sw-hit"
        onFocus={() => moveTo(id)}
        onClick={onPress}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onPress();
        }}
      />
    </g>
  );
}
