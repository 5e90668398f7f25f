/** A font file that cannot be read as it claims to be: the caller's fault, whoever named the font. */
export class BrokenFont extends Error {
  override readonly name = 'BrokenFont';
}
