import { commandNames, type CommandName } from './commands';

/** What a person typed, and means. */
export type Input =
  | { readonly kind: 'empty' }
  | { readonly kind: 'message'; readonly text: string; readonly agentId: string | undefined }
  | { readonly kind: 'command'; readonly name: CommandName; readonly argument: string }
  | { readonly kind: 'unknownCommand'; readonly name: string };

export interface Addressable {
  readonly id: string;
  readonly name: string;
}

/**
 * Reads what was typed. A word after a slash is a command, `@debbie` at the beginning an address; `//` begins a message that begins with a
 * slash. A name that no agent has is part of the message.
 */
export function parseInput(typed: string, agents: readonly Addressable[]): Input {
  const text = typed.trim();
  if (text === '') {
    return { kind: 'empty' };
  }

  const command = /^\/([a-z]+)(?:\s+(.*))?$/is.exec(text);
  if (command) {
    const name = command[1]!.toLowerCase();
    return isCommand(name) ? { kind: 'command', name, argument: command[2]?.trim() ?? '' } : { kind: 'unknownCommand', name };
  }

  const addressed = /^@([\w-]+)[,:]?\s+(.+)$/s.exec(text);
  const agent = addressed ? findAgent(addressed[1]!, agents) : undefined;
  return agent
    ? { kind: 'message', text: addressed![2]!, agentId: agent.id }
    : { kind: 'message', text: text.startsWith('//') ? text.slice(1) : text, agentId: undefined };
}

/** What to type for a message: the inverse of reading it. */
export function writeInput({ text, agentId }: { readonly text: string; readonly agentId?: string | undefined }): string {
  return agentId === undefined ? text.replace(/^\//, '//') : `@${agentId} ${text}`;
}

/** The agent of that id or name; the first word of a name does. */
export function findAgent<Agent extends Addressable>(word: string, agents: readonly Agent[]): Agent | undefined {
  const wanted = word.toLowerCase();
  return (
    agents.find((agent) => agent.id.toLowerCase() === wanted) ??
    agents.find((agent) => agent.name.toLowerCase() === wanted || agent.name.toLowerCase().split(/\s/)[0] === wanted)
  );
}

/** What to say of a word that names no agent. */
export function noSuchAgent(word: string, agents: readonly Addressable[]): string {
  const choice = `Choose one of ${agents.map(({ id }) => id).join(', ')}, as in /switch ${agents[0]?.id ?? 'alice'}.`;
  return word === '' ? choice : `There is no agent ${word}. ${choice}`;
}

function isCommand(name: string): name is CommandName {
  return (commandNames as readonly string[]).includes(name);
}
