/**
 * Which messages of a batch failed, judged as Lambda judges a function's answer when `ReportBatchItemFailures` is on
 * (AWS Lambda guide, "Implementing partial batch responses"): nothing, null or an empty list is complete success;
 * an identifier that is empty, missing or none of the batch's is complete failure.
 * @param response what the handler returned
 * @param messageIds of the batch
 */
export function failedMessages(response: unknown, messageIds: string[]): Set<string> {
  if (response === undefined || response === null) return new Set();
  const everything = new Set(messageIds);
  if (typeof response !== 'object') return everything;
  const failures = (response as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return everything;
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof id !== 'string' || !everything.has(id)) return everything;
    failed.add(id);
  }
  return failed;
}
