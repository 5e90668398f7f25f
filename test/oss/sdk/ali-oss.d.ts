/** What of ali-oss 6 the tests call; the package has no types of its own. */
declare module 'ali-oss' {
  interface Answer {
    status: number;
    headers: Record<string, string>;
  }
  export default class OSS {
    constructor(options: Record<string, unknown>);
    get(name: string, options?: object): Promise<{ content: Buffer; res: Answer }>;
    getStream(name: string, options?: object): Promise<{ stream: NodeJS.ReadableStream; res: Answer }>;
    head(
      name: string,
      options?: object,
    ): Promise<{ status: number; meta: Record<string, string> | null; res: Answer }>;
    getObjectMeta(name: string): Promise<{ status: number; res: Answer }>;
    getACL(name: string): Promise<{ acl: string }>;
    signatureUrl(name: string, options?: object): string;
    signatureUrlV4(method: string, expires: number, request: object, name: string): Promise<string>;
    processObjectSave(
      source: string,
      target: string,
      process: string,
      bucket?: string,
    ): Promise<{ status: number; res: Answer & { data: Buffer } }>;
    getBucketInfo(name: string): Promise<{ bucket: Record<string, unknown> }>;
    getBucketLocation(name: string): Promise<{ location: string }>;
    getBucketACL(name: string): Promise<{ acl: string }>;
    putBucket(name: string): Promise<{ bucket: string }>;
    listBuckets(query?: object): Promise<{ buckets: { name: string }[]; isTruncated: boolean }>;
  }
}
