import type { SelectOption } from '../../ui/Select';
import type { BusyPolicy } from '../outbox';

/** What can become of a message to an agent that is at work, in words. */
export const busyPolicies: readonly SelectOption<BusyPolicy>[] = [
  { value: 'enqueue', label: 'Wait in line', description: 'Answered when the running turn has ended' },
  { value: 'steer', label: 'Add to the running turn', description: 'The agent is told with its next step' },
  { value: 'interrupt', label: 'Stop it, then answer this', description: 'What is written so far is kept' },
  { value: 'rollback', label: 'Take the last message back', description: 'The running turn is forgotten; this takes its place' },
  { value: 'reject', label: 'Send only if it is free', description: 'Refused while the agent is at work' },
];
