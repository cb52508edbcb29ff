import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteBlocks } from '../../../../../electron/engine/transport/byte-blocks.ts';

it('what was gathered comes out as it came in, also from memory that was used before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme' })), { maxLength: 4 }),
      fc.nat(200_000),
      (commands, long) => {
        for (const said of [...commands, ['ñ'.repeat(long)]]) {
          const blocks = byteBlocks();
          for (const text of said) blocks.push(Buffer.from(text));
          expect(blocks.text()).toBe(said.join(''));
          blocks.release();
          expect(blocks.text()).toBe('');
        }
      },
    ),
    { numRuns: 50 },
  );
});
