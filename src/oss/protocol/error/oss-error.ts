/** A refusal of the OSS face, and what each code says by itself: programs look for the vendor's words, slips and all. */

const CODES = {
  AccessDenied: [403, 'You have no right to access this object.'],
  AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
  AppendSealedObjectNotAllowed: [400, 'Nothing can be added to a sealed object.'],
  BadRequest: [400, 'The request is invalid.'],
  BucketAlreadyExists: [
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system.',
  ],
  BucketNotEmpty: [409, 'The bucket has objects. Please delete them first.'],
  CallbackFailed: [203, 'The object is stored, but the callback failed.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload smaller than the minimum allowed size.'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  IncompleteBody: [400, 'The request body terminated unexpectedly.'],
  IncorrectNumberOfFilesInPOSTRequest: [400, 'POST requires exactly one file upload per request.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The OSS Access Key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'An argument is invalid.'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.'],
  InvalidObjectName: [400, 'The specified object is not valid.'],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  ],
  InvalidPartOrder: [
    400,
    'The list of parts was not in ascending order. Parts list must specified in order by part number.',
  ],
  InvalidPolicyDocument: [400, 'The policy is not valid.'],
  InvalidRange: [416, 'The requested range cannot be satisfied'],
  InvalidRequest: [400, 'The request is not valid.'],
  InvalidSecurityToken: [403, 'The security token you provided is invalid.'],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MirrorFailed: [424, 'Mirroring failed, please check your mirror configuration.'],
  MissingArgument: [400, 'Missing Some Required Arguments.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchCORSConfiguration: [404, 'The CORS Configuration does not exist.'],
  InvalidTargetType: [400, 'The target of a symbolic link must not be one.'],
  InvalidTag: [400, 'The tag is not valid.'],
  InvalidEncryptionAlgorithmError: [400, 'The encryption algorithm is not valid.'],
  InvalidStorageClass: [400, 'The storage class is not valid.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchLifecycle: [404, 'No Row found in Lifecycle Table.'],
  NoSuchRegion: [404, 'The specified region does not exist.'],
  NoSuchServerSideEncryptionRule: [404, 'The server side encryption configuration does not exist.'],
  NoSuchStyle: [404, 'The style you get is not found.'],
  NoSuchUpload: [
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  ],
  NoSuchWebsiteConfiguration: [404, 'The specified bucket does not have a website configuration.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented.'],
  NotSymlink: [400, 'The object is not a symbolic link.'],
  NotModified: [304, 'The object was not modified.'],
  ObjectNotAppendable: [409, 'The object is not appendable'],
  PositionNotEqualToLength: [409, 'Position is not equal to file length'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  SymlinkTargetNotExist: [404, 'The symlink target object does not exist'],
  ServiceUnavailable: [503, 'Please reduce your request rate.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  TooManyBuckets: [400, 'You have attempted to create more buckets than allowed.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** Error codes of the OSS API this service answers with. */
export type OssCode = keyof typeof CODES;

/** What an error says beyond its code. */
export interface OssErrorDetail {
  /** In place of the code's own sentence. */
  readonly message?: string;
  /** Sub-code, `0026-00000001`; left out where the vendor's is unknown. */
  readonly ec?: string;
  /** Elements of the XML body after the common ones. */
  readonly elements?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with status, code, sentence and sub-code, as the wire reference's table 4.2 has them. */
export class OssError extends Error {
  override readonly name = 'OssError';
  readonly code: OssCode;
  readonly status: number;
  readonly detail: OssErrorDetail;

  constructor(code: OssCode, detail: OssErrorDetail = {}) {
    super(detail.message ?? CODES[code][1]);
    this.code = code;
    this.status = CODES[code][0];
    this.detail = detail;
  }
}
