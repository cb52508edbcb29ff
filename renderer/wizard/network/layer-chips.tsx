import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { useSpeech } from '../../text/text.ts';
import { ALL_LAYERS, LAYERS, type Layer, type Layers, switched } from './layers.ts';

/** Chips that show and hide what the drawing is made of. */
export function LayerChips({
  layers,
  onChange,
}: {
  readonly layers: Layers;
  readonly onChange: (layers: Layers) => void;
}) {
  const { say } = useSpeech();
  return (
    <ToggleGroup isCompact aria-label={say('layers.title')} className="sw-layers">
      <ToggleGroupItem
        text={say('layers.all')}
        buttonId="layer-all"
        isSelected={layers.size === LAYERS.length}
        onChange={() => onChange(ALL_LAYERS)}
      />
      {LAYERS.map((layer: Layer) => (
        <ToggleGroupItem
          key={layer}
          text={say(`layers.${layer}`)}
          buttonId={`layer-${layer}`}
          isSelected={layers.has(layer)}
          onChange={() => onChange(switched(layers, layer))}
        />
      ))}
    </ToggleGroup>
  );
}
