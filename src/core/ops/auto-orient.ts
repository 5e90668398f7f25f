import { orientOperation } from '../spec/operation.ts';
import { required } from '../spec/params.ts';
import { flag } from '../spec/values.ts';

/** Turns the source upright, or says that it must stay as it is stored. */
export const autoOrient = orientOperation({
  name: 'auto-orient',
  summary: 'Turns the picture upright by its Exif orientation before anything else happens.',
  params: {
    value: required(
      flag(),
      '1 turns upright, which is also the default; 0 keeps stored order.',
      '0040-00000215',
    ),
  },
  bare: 'value',
  bareOnly: true,
  missing: '0040-00000214',
  examples: ['auto-orient,0', 'auto-orient,1'],
  notes: ['Applied once to the decoded source, wherever it stands in the chain.'],
  upright: ({ value }) => value,
});
