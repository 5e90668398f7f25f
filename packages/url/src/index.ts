/** Addresses of pictures: what is made of them, for which width, and signed where the bucket is not public. */
export { chain, type Chain } from './chain.ts';
export { type PictureOptions, pictureUrl, type Responsive, responsive } from './picture.ts';
export { type Credentials, signQuery, signRequest, type SignOptions } from './sign.ts';
export { signUrl, type SignUrlOptions } from './sign-url.ts';
