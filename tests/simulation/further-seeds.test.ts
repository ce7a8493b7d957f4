import { simulateSeeds } from './simulate-seeds.ts';

simulateSeeds(501, 500);
