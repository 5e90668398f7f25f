/** The JPEG kernel: a decoder that shrinks, cuts and scales in planes, and an encoder that takes planes or RGBA. */
export * from './encode/index';
