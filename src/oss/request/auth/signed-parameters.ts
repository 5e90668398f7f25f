/** Which query parameters a V1 signature covers: the union of what all SDKs sign (wire reference 3.1). */

const NAMES = new Set(
  `acl accessPoint accessPointPolicy append asyncFetch bucketArchiveDirectRead bucketInfo callback callback-var
  cleanRestoredObject cloudboxes cname comp continuation-token cors dataPipeline delete dir dirDelete encryption endTime group httpsConfig img inventory
  inventoryId legalHold lifecycle link live location logging metaQuery MetaQuery objectInfo objectMeta objectWorm overwriteConfig partNumber policy policyStatus
  position processConfiguration publicAccessBlock qos qosInfo redundancyTransition qosRequester referer regionList rename
  replication replicationLocation replicationProgress requesterQosInfo requestPayment resourceGroup resourcePool resourcePoolBuckets resourcePoolInfo response-cache-control
  response-content-disposition response-content-encoding response-content-language response-content-type
  response-expires restore retention rtc seal security-token sequential startTime stat status style styleName symlink tagging
  transferAcceleration udf udfApplication udfApplicationLog udfId udfImage udfImageDesc udfName userDefinedLogFieldsConfig uploadId uploads
  versionId versioning versions vip vod vpcip website withHashContext worm wormExtend wormId`.split(/\s+/),
);

/** Whether a V1 signature covers a parameter of this name; case counts. */
export function isSignedParameter(name: string): boolean {
  return NAMES.has(name) || name.startsWith('x-oss-');
}
