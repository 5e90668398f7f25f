/** A Worker that does nothing, with the entrypoints of ours: what the runtime's own start takes. */
const nothing = { fetch: (): Response => new Response() };

export default nothing;

/** Nobody asks it. */
export const Renderer = nothing;
