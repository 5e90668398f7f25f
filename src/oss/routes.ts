/** Every operation of the API. The first route that fits a request answers it. */
import type { Route } from './route.ts';

export const ROUTES: readonly Route[] = [];
