/**
 * Adobe's standard encoding as string identifiers by character code (Adobe Technical Note 5176, appendix B). The
 * identifiers of its characters ascend with the codes, so runs of codes say it all.
 */

/** First code, first identifier, length. */
const RUNS: readonly (readonly [code: number, name: number, length: number])[] = [
  [32, 1, 95],
  [161, 96, 15],
  [177, 111, 4],
  [182, 115, 8],
  [191, 123, 1],
  [193, 124, 8],
  [202, 132, 2],
  [205, 134, 4],
  [225, 138, 1],
  [227, 139, 1],
  [232, 140, 4],
  [241, 144, 1],
  [245, 145, 1],
  [248, 146, 4],
];

/** String identifier of each code; 0 where the encoding has nothing. */
export const STANDARD_ENCODING: readonly number[] = Array.from({ length: 256 }, (_, code) => {
  const run = RUNS.find(([first, , length]) => code >= first && code < first + length);
  return run ? run[1] + code - run[0] : 0;
});
