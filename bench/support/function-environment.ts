import { variables, variablesOf } from '../../shared/resources/environment.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import type { FunctionName } from './bundles.ts';

/** What Lambda would set for a function, made up. Nothing is ever asked at these addresses. */
export function functionEnvironment(name: FunctionName): Record<string, string> {
  const own = variablesOf[name].map((variable) => [variables[variable], placeholderOf(variable)]);
  return {
    ...Object.fromEntries(own),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_LAMBDA_FUNCTION_NAME: name,
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  };
}

function placeholderOf(variable: string): string {
  if (variable === 'siteSettings') return JSON.stringify(parseSiteSettings({ title: 'Bench' }));
  return variable.endsWith('Url') ? `https://example.com/${variable}/` : variable;
}
