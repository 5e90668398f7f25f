/** Every operation of the API. Among routes that fit a request the first one answers. */
import {
  getBucketAcl,
  getBucketInfo,
  getBucketLocation,
  putBucketAcl,
  putBucket,
} from '../handlers/bucket/bucket-facts.ts';
import { deleteBucketTags, getBucketTags, putBucketTags } from '../handlers/bucket/bucket-tags.ts';
import { deleteEncryption, getEncryption, putEncryption } from '../handlers/bucket/encryption.ts';
import {
  deleteLogging,
  getLogging,
  getRequestPayment,
  getVersioning,
  listAccessPoints,
  putRequestPayment,
} from '../handlers/bucket/never-set.ts';
import { deleteBucket } from '../handlers/bucket/make-bucket.ts';
import { getBucketStat } from '../handlers/bucket/bucket-stat.ts';
import { postObject } from '../handlers/form/post-object.ts';
import { completeUpload } from '../handlers/multipart/complete.ts';
import { abortUpload, initiateUpload } from '../handlers/multipart/initiate.ts';
import { listParts } from '../handlers/multipart/list-parts.ts';
import { listUploads } from '../handlers/multipart/list-uploads.ts';
import { uploadPart, uploadPartCopy } from '../handlers/multipart/upload-part.ts';
import { appendObject, sealAppendObject } from '../handlers/objects/append-object.ts';
import { copyObject, putObjectAcl } from '../handlers/objects/copy-object.ts';
import { deleteObject, deleteObjects } from '../handlers/objects/delete-objects.ts';
import { listVersions } from '../handlers/objects/list-versions.ts';
import { listLiveChannels } from '../handlers/bucket/live-channels.ts';
import { putObject } from '../handlers/objects/put-object.ts';
import { processLater } from '../handlers/process/tasks.ts';
import { saveAs } from '../handlers/process/save-as.ts';
import { getObjectAcl, getObjectMeta } from '../handlers/read/object-facts.ts';
import type { Route } from './route.ts';
import { deleteLifecycle, getLifecycle, putLifecycle } from '../handlers/lifecycle/configuration.ts';
import { deleteWebsite, getWebsite, putWebsite } from '../handlers/website/configuration.ts';
import { readObject, readRoot } from '../handlers/website/serve.ts';
import { deleteCors, getCors, putCors } from '../handlers/settings/cors.ts';
import { getReferer, putReferer } from '../handlers/settings/referer.ts';
import { getSymlink, putSymlink } from '../handlers/objects/symlink.ts';
import { deleteTags, getTags, putTags } from '../handlers/objects/tagging.ts';
import { deleteImg, getImg, putImg } from '../handlers/settings/img.ts';
import {
  deleteProcessConfiguration,
  getProcessConfiguration,
  putProcessConfiguration,
} from '../handlers/settings/process-configuration.ts';
import { deleteStyle, getStyle, putStyle } from '../handlers/styles/handlers.ts';

const BUCKET = { level: 'bucket' } as const;
const OBJECT = { level: 'object' } as const;
const STYLE = { ...BUCKET, resource: 'style', needs: 'styles' } as const;
const CONFIGURATION = { ...BUCKET, resource: 'processConfiguration', needs: 'styles' } as const;
const UPLOAD = { ...OBJECT, resource: 'uploadId', needs: 'write' } as const;
const CORS = { ...BUCKET, resource: 'cors', needs: 'styles' } as const;
const REFERER = { ...BUCKET, resource: 'referer', needs: 'styles' } as const;
const LIFECYCLE = { ...BUCKET, resource: 'lifecycle', needs: 'styles' } as const;
const WEBSITE = { ...BUCKET, resource: 'website', needs: 'styles' } as const;
const BUCKET_TAGS = { ...BUCKET, resource: 'tagging', needs: 'styles' } as const;
const ENCRYPTION = { ...BUCKET, resource: 'encryption', needs: 'styles' } as const;
const TAGGING = { ...OBJECT, resource: 'tagging', needs: 'write' } as const;
const IMG = { ...BUCKET, resource: 'img', needs: 'styles' } as const;

/** More than one route may fit: those with a sub-resource or header come before the plain ones. */
export const ROUTES: readonly Route[] = [
  { ...STYLE, method: 'PUT', handler: putStyle },
  { ...STYLE, method: 'GET', handler: getStyle },
  { ...STYLE, method: 'DELETE', handler: deleteStyle },
  { ...CONFIGURATION, method: 'PUT', handler: putProcessConfiguration },
  { ...CONFIGURATION, method: 'GET', handler: getProcessConfiguration },
  { ...CONFIGURATION, method: 'DELETE', handler: deleteProcessConfiguration },
  { ...IMG, method: 'PUT', handler: putImg },
  { ...IMG, method: 'GET', handler: getImg },
  { ...IMG, method: 'DELETE', handler: deleteImg },

  { ...CORS, method: 'PUT', handler: putCors },
  { ...CORS, method: 'GET', handler: getCors },
  { ...CORS, method: 'DELETE', handler: deleteCors },
  { ...REFERER, method: 'PUT', handler: putReferer },
  { ...REFERER, method: 'GET', handler: getReferer },
  { ...LIFECYCLE, method: 'PUT', handler: putLifecycle },
  { ...LIFECYCLE, method: 'GET', handler: getLifecycle },
  { ...LIFECYCLE, method: 'DELETE', handler: deleteLifecycle },
  { ...WEBSITE, method: 'PUT', handler: putWebsite },
  { ...WEBSITE, method: 'GET', handler: getWebsite },
  { ...WEBSITE, method: 'DELETE', handler: deleteWebsite },

  { ...BUCKET_TAGS, method: 'PUT', handler: putBucketTags },
  { ...BUCKET_TAGS, method: 'GET', handler: getBucketTags },
  { ...BUCKET_TAGS, method: 'DELETE', handler: deleteBucketTags },
  { ...ENCRYPTION, method: 'PUT', handler: putEncryption },
  { ...ENCRYPTION, method: 'GET', handler: getEncryption },
  { ...ENCRYPTION, method: 'DELETE', handler: deleteEncryption },

  { ...BUCKET, method: 'GET', resource: 'versioning', needs: 'read', handler: getVersioning },
  { ...BUCKET, method: 'GET', resource: 'logging', needs: 'read', handler: getLogging },
  { ...BUCKET, method: 'DELETE', resource: 'logging', needs: 'styles', handler: deleteLogging },
  { ...BUCKET, method: 'GET', resource: 'accessPoint', needs: 'read', handler: listAccessPoints },
  { ...BUCKET, method: 'GET', resource: 'requestPayment', needs: 'read', handler: getRequestPayment },
  { ...BUCKET, method: 'PUT', resource: 'requestPayment', needs: 'styles', handler: putRequestPayment },
  { ...BUCKET, method: 'PUT', resource: 'acl', needs: 'styles', handler: putBucketAcl },
  { ...BUCKET, method: 'GET', resource: 'stat', needs: 'read', handler: getBucketStat },
  { ...BUCKET, method: 'GET', resource: 'bucketInfo', needs: 'read', handler: getBucketInfo },
  { ...BUCKET, method: 'GET', resource: 'acl', needs: 'read', handler: getBucketAcl },
  { ...BUCKET, method: 'GET', resource: 'location', needs: 'read', handler: getBucketLocation },
  { ...BUCKET, method: 'GET', resource: 'uploads', needs: 'read', handler: listUploads },
  { ...BUCKET, method: 'GET', resource: 'versions', needs: 'read', handler: listVersions },
  { ...BUCKET, method: 'GET', resource: 'live', needs: 'read', handler: listLiveChannels },
  { ...BUCKET, method: 'GET', needs: 'handler', handler: readRoot },
  { ...BUCKET, method: 'HEAD', needs: 'handler', handler: readRoot },
  { ...BUCKET, method: 'PUT', needs: 'write', handler: putBucket },
  { ...BUCKET, method: 'DELETE', needs: 'write', handler: deleteBucket },
  { ...BUCKET, method: 'POST', resource: 'delete', needs: 'write', handler: deleteObjects },
  { ...BUCKET, method: 'POST', needs: 'handler', handler: postObject },

  {
    ...OBJECT,
    method: 'POST',
    resource: 'uploads',
    needs: 'write',
    handler: initiateUpload,
    callback: 'later',
  },
  { ...UPLOAD, method: 'PUT', header: 'x-oss-copy-source', handler: uploadPartCopy, callback: 'later' },
  { ...UPLOAD, method: 'PUT', handler: uploadPart, callback: 'later' },
  { ...UPLOAD, method: 'POST', handler: completeUpload, callback: 'CompleteMultipartUpload' },
  { ...UPLOAD, method: 'DELETE', handler: abortUpload },
  { ...UPLOAD, method: 'GET', handler: listParts },

  { ...OBJECT, method: 'PUT', resource: 'symlink', needs: 'write', handler: putSymlink },
  { ...OBJECT, method: 'GET', resource: 'symlink', needs: 'handler', handler: getSymlink },
  { ...TAGGING, method: 'PUT', handler: putTags },
  { ...TAGGING, method: 'GET', needs: 'handler', handler: getTags },
  { ...TAGGING, method: 'DELETE', handler: deleteTags },
  { ...OBJECT, method: 'POST', resource: 'append', needs: 'write', handler: appendObject },
  { ...OBJECT, method: 'POST', resource: 'seal', needs: 'write', handler: sealAppendObject },
  { ...OBJECT, method: 'PUT', resource: 'acl', needs: 'write', handler: putObjectAcl },
  { ...OBJECT, method: 'PUT', header: 'x-oss-copy-source', needs: 'write', handler: copyObject },
  { ...OBJECT, method: 'PUT', needs: 'write', handler: putObject, callback: 'PutObject' },
  { ...OBJECT, method: 'DELETE', needs: 'write', handler: deleteObject },

  { ...OBJECT, method: 'HEAD', resource: 'objectMeta', needs: 'handler', handler: getObjectMeta },
  { ...OBJECT, method: 'GET', resource: 'acl', needs: 'handler', handler: getObjectAcl },
  { ...OBJECT, method: 'GET', needs: 'handler', handler: readObject },
  { ...OBJECT, method: 'HEAD', needs: 'handler', handler: readObject },
  { ...OBJECT, method: 'POST', resource: 'x-oss-process', needs: 'handler', handler: saveAs },
  { ...OBJECT, method: 'POST', resource: 'x-oss-async-process', needs: 'handler', handler: processLater },
];
