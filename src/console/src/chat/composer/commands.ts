export const commandNames = ['switch', 'clear', 'save', 'help'] as const;

export type CommandName = (typeof commandNames)[number];

/** What each command does, for completion and help. */
export const commands: Readonly<Record<CommandName, { readonly usage: string; readonly description: string }>> = {
  switch: { usage: '/switch AGENT', description: 'Let another agent answer from here on' },
  clear: { usage: '/clear', description: 'Begin a new conversation with the same agent; this one is kept' },
  save: { usage: '/save', description: 'Download the conversation as Markdown' },
  help: { usage: '/help', description: 'Show the keys and commands' },
};
