/** What of ali-oss 6 the scripts and tests call; the package has no types of its own. */
declare module 'ali-oss' {
  interface Answer {
    status: number;
    headers: Record<string, string>;
  }
  interface Listed {
    name: string;
    size: number;
    etag: string;
    lastModified: string;
    type: string;
    storageClass: string;
  }
  interface Page {
    objects: Listed[];
    prefixes: string[] | null;
    isTruncated: boolean;
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
    getObjectTagging(name: string): Promise<{ tag: Record<string, string> }>;
    getSymlink(name: string): Promise<{ targetName: string; res: Answer }>;
    putSymlink(name: string, target: string, options?: object): Promise<{ res: Answer }>;
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
    put(name: string, file: Buffer, options?: object): Promise<{ res: Answer }>;
    putStream(name: string, stream: NodeJS.ReadableStream, options?: object): Promise<{ res: Answer }>;
    append(name: string, file: Buffer, options?: object): Promise<{ nextAppendPosition: string }>;
    copy(name: string, source: string, bucket?: string, options?: object): Promise<{ res: Answer }>;
    putMeta(name: string, meta: Record<string, string>): Promise<{ res: Answer }>;
    putACL(name: string, acl: string): Promise<{ res: Answer }>;
    delete(name: string): Promise<{ res: Answer }>;
    deleteMulti(names: readonly string[], options?: object): Promise<{ deleted: { Key: string }[] }>;
    list(query: object): Promise<Page & { nextMarker?: string }>;
    listV2(query: object): Promise<Page & { nextContinuationToken?: string }>;
    multipartUpload(name: string, file: Buffer, options?: object): Promise<{ etag: string; res: Answer }>;
    multipartUploadCopy(name: string, source: object, options?: object): Promise<{ res: Answer }>;
    initMultipartUpload(name: string, options?: object): Promise<{ uploadId: string }>;
    uploadPart(
      name: string,
      uploadId: string,
      number: number,
      file: Buffer,
      start: number,
      end: number,
    ): Promise<{ etag: string }>;
    completeMultipartUpload(
      name: string,
      uploadId: string,
      parts: readonly { number: number; etag: string }[],
    ): Promise<{ etag: string }>;
    abortMultipartUpload(name: string, uploadId: string): Promise<{ res: Answer }>;
    listParts(name: string, uploadId: string, query?: object): Promise<{ parts: unknown }>;
    listUploads(query: object): Promise<{ uploads: { name: string; uploadId: string }[] }>;
    calculatePostSignature(policy: object): Record<string, string>;
    signPostObjectPolicyV4(policy: object, date: Date): string;
    /** A request of one's own, for operations that have no method. */
    request(params: object): Promise<{ status: number; data: unknown; res: Answer }>;
    putBucket(name: string): Promise<{ bucket: string }>;
    listBuckets(query?: object): Promise<{ buckets: { name: string }[]; isTruncated: boolean }>;
  }
}
