import type { useAgents } from '../agents/useAgents';

/** An agent as the server tells of it. */
export type Agent = NonNullable<ReturnType<typeof useAgents>['data']>[number];
