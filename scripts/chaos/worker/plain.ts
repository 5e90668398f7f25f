/** A Worker that is nothing but R2: what the local runtime itself costs and keeps, beside which the service is measured. */

interface Env {
  readonly ORIGINALS: R2Bucket;
}

export default {
  async fetch(request: Request, { ORIGINALS }: Env): Promise<Response> {
    const key = new URL(request.url).pathname.slice(1);
    if (request.method === 'PUT') {
      await ORIGINALS.put(key, request.body);
      return new Response();
    }
    if (request.method === 'DELETE') {
      await ORIGINALS.delete(key);
      return new Response(null, { status: 204 });
    }
    const object = await ORIGINALS.get(key);
    if (!object) return new Response(null, { status: 404 });
    return new Response(object.body, { headers: { etag: object.httpEtag } });
  },
};
