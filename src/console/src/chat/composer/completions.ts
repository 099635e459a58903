import { commandNames, commands } from './commands';
import type { Addressable } from './parseInput';

/** A way to go on with what was typed. */
export interface Completion {
  /** The whole text after it was chosen. */
  readonly text: string;
  readonly label: string;
  readonly description: string;
}

type Agent = Addressable & { readonly description?: string | undefined };

/** How what was typed could go on: a command, or an agent. */
export function completionsOf(typed: string, agents: readonly Agent[]): Completion[] {
  const command = /^\/([a-z]*)$/i.exec(typed);
  if (command) {
    return commandNames
      .filter((name) => name.startsWith(command[1]!.toLowerCase()))
      .map((name) => ({ text: name === 'switch' ? '/switch ' : `/${name}`, label: commands[name].usage, description: commands[name].description }));
  }

  const address = /^(\/switch\s+|@)([\w-]*)$/i.exec(typed);
  return address
    ? agents
        .filter((agent) => isBegun(agent, address[2]!.toLowerCase()))
        .map((agent) => ({
          text: address[1] === '@' ? `@${agent.id} ` : `/switch ${agent.id}`,
          label: address[1] === '@' ? `@${agent.id}` : agent.id,
          description: agent.name,
        }))
    : [];
}

function isBegun(agent: Agent, word: string): boolean {
  return agent.id.toLowerCase().startsWith(word) || agent.name.toLowerCase().startsWith(word);
}
