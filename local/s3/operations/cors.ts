import { type CorsRule, parseCors, renderCors } from '../cors.ts';
import { S3Error } from '../errors.ts';
import { receiveDocument } from '../request-body.ts';
import type { Operation, Service } from '../service.ts';
import { parseXml, renderXml } from '../xml.ts';

/** The CORS rules of a bucket; undefined when it has none or doesn't exist. */
export function corsRulesOf(service: Service, bucket: string): CorsRule[] | undefined {
  const text = service.buckets.find(bucket)?.cors;
  return text === undefined ? undefined : (JSON.parse(text) as CorsRule[]);
}

/** GetBucketCors. */
export const getCors: Operation = ({ service, bucket }) => {
  service.buckets.require(bucket);
  const rules = corsRulesOf(service, bucket);
  if (!rules) throw new S3Error(404, 'NoSuchCORSConfiguration', 'The bucket has no CORS configuration.');
  return { body: renderXml('CORSConfiguration', renderCors(rules)) };
};

/** PutBucketCors. */
export const putCors: Operation = async (call) => {
  const { service, bucket } = call;
  service.buckets.require(bucket);
  const rules = parseCors(parseXml(await receiveDocument(call), 'CORSConfiguration'));
  service.buckets.set(bucket, 'cors', JSON.stringify(rules));
  return {};
};

/** DeleteBucketCors. */
export const deleteCors: Operation = ({ service, bucket }) => {
  service.buckets.require(bucket);
  service.buckets.set(bucket, 'cors', undefined);
  return { status: 204 };
};
