/** The refusals that carry values, so that each is worded once. Messages, elements and sub-codes: wire reference 4.2. */
import { OssError } from './oss-error.ts';

/** The sentence OSS uses for every unacceptable value. */
export function invalidArgument(name: string, value: string, ec?: string): OssError {
  return new OssError('InvalidArgument', {
    message: `The value: ${value} of parameter: ${name} is invalid.`,
    elements: { ArgumentName: name, ArgumentValue: value },
    ...(ec === undefined ? {} : { ec }),
  });
}

export function noSuchKey(key: string): OssError {
  return new OssError('NoSuchKey', { ec: '0026-00000001', elements: { Key: key } });
}

/** There is nothing that could be processed (operations reference 9.3). */
export function noSuchOriginal(key: string): OssError {
  return new OssError('NoSuchKey', { ec: '0040-00000024', elements: { Key: key } });
}

export function noSuchBucket(bucket: string): OssError {
  return new OssError('NoSuchBucket', { ec: '0015-00000101', elements: { BucketName: bucket } });
}

export function noSuchUpload(uploadId: string, ec?: string): OssError {
  return new OssError('NoSuchUpload', {
    elements: { UploadId: uploadId },
    ...(ec === undefined ? {} : { ec }),
  });
}

export function invalidObjectName(key: string): OssError {
  return new OssError('InvalidObjectName', { elements: { ObjectName: key } });
}

export function objectNameTooLong(): OssError {
  return new OssError('InvalidObjectName', { message: 'The Length of Object name must be less than 1024.' });
}

export function invalidBucketName(bucket: string): OssError {
  return new OssError('InvalidBucketName', { elements: { BucketName: bucket } });
}

export function invalidDigest(given: string): OssError {
  return new OssError('InvalidDigest', { elements: { 'Content-MD5': given } });
}

export function malformedXml(detail: string): OssError {
  return new OssError('MalformedXML', { ec: '0031-00000001', elements: { ErrorDetail: detail } });
}

export function missingArgument(name: string): OssError {
  return new OssError('MissingArgument', { ec: '0016-00000502', elements: { ArgumentName: name } });
}

export function methodNotAllowed(method: string, resource: string): OssError {
  return new OssError('MethodNotAllowed', { elements: { Method: method, ResourceType: resource } });
}

/** A known operation of OSS that this service does not offer. */
export function notImplemented(what: string): OssError {
  return new OssError('NotImplemented', { message: `${what} is not implemented.` });
}

export function tooLarge(allowed: number, proposed?: number): OssError {
  const elements = { MaxSizeAllowed: `${allowed}` };
  return new OssError('EntityTooLarge', {
    elements: proposed === undefined ? elements : { ...elements, ProposedSize: `${proposed}` },
  });
}

/** `condition` is the name of the header that did not hold. */
export function preconditionFailed(condition: string): OssError {
  return new OssError('PreconditionFailed', { elements: { Condition: condition } });
}

/** Anonymous access to an object that the ACL does not open. */
export function objectDenied(): OssError {
  return new OssError('AccessDenied', {
    message: 'You have no right to access this object because of bucket acl.',
    ec: '0003-00000001',
  });
}

/** Anonymous access to anything but an object. */
export function bucketDenied(): OssError {
  return new OssError('AccessDenied', {
    message: 'Anonymous user has no right to access this bucket.',
    ec: '0003-00000002',
  });
}

/** Original protection: only styles are open to anonymous callers. */
export function originalProtected(): OssError {
  return new OssError('AccessDenied', {
    message: 'The channel can be only accessed using style',
    ec: '0040-00000031',
  });
}
