export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

/** Every shortcut of the console, for the help. `Mod` is Ctrl, or ⌘ on a Mac. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: ['Mod+K'], does: 'Go to a page, conversation or agent, or do something' },
      { keys: ['?'], does: 'Show this help' },
      { keys: ['Tab'], does: 'Go to the next thing; the first Tab of a page offers to skip the sidebar' },
      { keys: ['Esc'], does: 'Close what lies over the page' },
    ],
  },
  {
    title: 'In a conversation',
    shortcuts: [
      { keys: ['Enter'], does: 'Send' },
      { keys: ['Shift+Enter'], does: 'Begin a new line' },
      { keys: ['Esc'], does: 'Stop the running turn' },
      { keys: ['↑'], does: 'In an empty box: take the last message back into it' },
      { keys: ['Alt+A'], does: 'Switch to the agent whose shortcut is A; the agents page tells them all' },
      { keys: ['@'], does: 'At the start of a message: ask another agent' },
      { keys: ['/'], does: 'At the start of a message: /switch, /clear, /save, /help' },
    ],
  },
  {
    title: 'In the list of conversations',
    shortcuts: [
      { keys: ['↑', '↓'], does: 'Go through the list' },
      { keys: ['Enter'], does: 'Open' },
      { keys: ['F2'], does: 'Rename' },
      { keys: ['Delete'], does: 'Delete, after a question' },
    ],
  },
];
