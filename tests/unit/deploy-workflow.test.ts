import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Job {
  if?: string;
  needs?: string;
  environment?: string;
  permissions?: Record<string, string>;
  steps: { uses?: string; run?: string; with?: Record<string, string> }[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<'test' | 'diff' | 'deploy', Job>;
}

const root = new URL('../../', import.meta.url);
const source = await readFile(new URL('.github/workflows/deploy.yml', root), 'utf8');
const { on, permissions, jobs } = parse(source) as Workflow;
const commands = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []).join('\n');

describe('the workflow that deploys', () => {
  test('tests before it shows differences or deploys', () => {
    expect(Object.keys(on).sort()).toEqual(['pull_request', 'push', 'workflow_dispatch']);
    expect(commands(jobs.test)).toContain('npm test');
    expect([jobs.diff.needs, jobs.deploy.needs]).toEqual(['test', 'test']);
    expect(commands(jobs.diff)).toContain('npx cdk diff');
    expect(commands(jobs.deploy)).toContain('npx cdk deploy');
  });

  test('takes a role by OIDC where it needs one, and holds no keys', () => {
    expect(source).not.toMatch(/secrets\.|access-key|AKIA/i);
    expect(permissions).toEqual({ contents: 'read' });
    expect(jobs.test.permissions).toBeUndefined();
    for (const job of [jobs.diff, jobs.deploy]) {
      expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
      expect(job.if).toMatch(/vars\.AWS_(DIFF|DEPLOY)_ROLE_ARN != ''/);
      const [assume] = job.steps.filter(({ uses }) =>
        uses?.startsWith('aws-actions/configure-aws-credentials@'),
      );
      expect(Object.keys(assume?.with ?? {}).sort()).toEqual(['aws-region', 'role-to-assume']);
    }
    expect(jobs.deploy.environment).toBe('production');
    expect(jobs.deploy.if).toContain("github.ref == 'refs/heads/main'");
  });

  test('gives pull requests of forks nothing, and hands no text of a pull request to a shell', () => {
    expect(on).not.toHaveProperty('pull_request_target');
    expect(jobs.diff.if).toContain('head.repo.full_name == github.repository');
    for (const job of Object.values(jobs)) expect(commands(job)).not.toContain('${{');
  });

  test('the variables and roles it asks for are documented', async () => {
    const guide = await readFile(new URL('docs/deploying.md', root), 'utf8');
    const variables = [...source.matchAll(/vars\.(\w+)/g)].map(([, name]) => String(name));
    expect([...new Set(variables)].filter((name) => !guide.includes(name))).toEqual([]);
    expect(guide).toContain('environment:production');
  });

  test('calls only scripts that package.json has', async () => {
    const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
    const called = Object.values(jobs).flatMap((job) => [...commands(job).matchAll(/npm run (\S+)/g)]);
    expect(called.map(([, name]) => String(name)).filter((name) => !(name in scripts))).toEqual([]);
  });
});
