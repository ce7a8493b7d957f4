// What is imported dynamically is not tree-shaken, so its parts are named here.
export { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
