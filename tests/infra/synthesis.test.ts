/**
 * Everything about the stack as `npm run synth` makes it from cdk.json, and its functions at work. One file to Jest,
 * because synthesizing takes seconds and is done once a file.
 */
import { rm } from 'node:fs/promises';
import { afterAll } from '@jest/globals';
import { assembly } from './synthesized.ts';
import './synthesis/command.ts';
import './synthesis/buckets.ts';
import './synthesis/queues.ts';
import './synthesis/catalog.ts';
import './synthesis/functions.ts';
import './synthesis/permissions.ts';
import './synthesis/delivery.ts';
import './synthesis/monitoring.ts';
import './synthesis/bundles.ts';
import './synthesis/deployed.ts';
import './synthesis/snapshot.ts';

afterAll(() => rm(assembly.folder, { recursive: true, force: true }));
