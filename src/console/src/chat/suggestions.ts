import type { Agent } from './Agent';

const forTools: readonly (readonly [string, string])[] = [
  ['write_file', 'Call write_file with {"path": "idea.md", "content": "# An idea\\n\\nWrite it down before it is gone."}'],
  ['switch_agent', 'Let me talk to Debbie'],
  ['get_current_time', 'What time is it?'],
];

const forAll = ['How do I add an agent?', 'Tell me a long story', 'Count to 20'];

const most = 4;

/** What to say first. The offline model understands all of it, so that it works without any key. */
export function suggestionsFor({ id, tools }: Agent): readonly string[] {
  const granted = forTools.filter(([tool]) => tools.includes(tool) && !(tool === 'switch_agent' && id === 'debbie')).map(([, text]) => text);
  return [...forAll.slice(0, 1), ...granted, ...forAll.slice(1)].slice(0, most);
}
