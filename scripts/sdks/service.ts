/** The local service that the programs talk to: keys and bucket are those of `npm run dev`. */

export const LOCAL_BUCKET = 'examplebucket';
export const LOCAL_KEY = { id: 'TestAccessKeyId', secret: 'TestAccessKeySecret' };

/** Throws when nothing answers there. */
export async function checkService(endpoint: string): Promise<void> {
  const healthy = await fetch(`${endpoint}/-/health`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!healthy) throw new Error(`Nothing answers at ${endpoint}: start the service with npm run dev.`);
}
