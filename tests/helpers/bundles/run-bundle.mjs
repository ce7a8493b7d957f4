// Loads a function's bundle as the Lambda runtime does and invokes its handler with each event that the parent sends.
const [, , bundle] = process.argv;
const { handler } = await import(bundle);
const context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'bundle',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:bundle',
  memoryLimitInMB: '1769',
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  logGroupName: '/aws/lambda/bundle',
  logStreamName: '2026/03/14/[$LATEST]58419525dade4d17a495dceeeed44708',
  getRemainingTimeInMillis: () => 60_000,
};
process.on('message', async (event) => {
  try {
    process.send({ result: (await handler(event, context)) ?? null });
  } catch (error) {
    process.send({ error: error instanceof Error ? error.stack : String(error) });
  }
});
process.send({ ready: true });
