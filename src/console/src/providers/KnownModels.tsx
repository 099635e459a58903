import { listPrice, short } from '../ui/format';
import { Note } from '../ui/Note';
import { Table, type Column } from '../ui/Table';
import type { ProviderModel, ProviderResponse } from '@aiwhisperer/client';

const unknown = 'unknown';
const tokens = (number: number | null | undefined) => (number == null ? unknown : short(number));

const columns: readonly Column<ProviderModel>[] = [
  { key: 'name', title: 'Model', isHeader: true, cell: (model) => <code>{model.name}</code> },
  { key: 'context', title: 'Context', isNumber: true, cell: (model) => tokens(model.contextWindow) },
  { key: 'output', title: 'Longest answer', isNumber: true, cell: (model) => tokens(model.maxOutputTokens) },
  { key: 'input', title: 'Input $/M', isNumber: true, cell: ({ price }) => (price ? listPrice(price.input) : unknown) },
  { key: 'cached', title: 'Cached $/M', isNumber: true, cell: ({ price }) => (price ? listPrice(price.cachedInput) : unknown) },
  { key: 'written', title: 'Output $/M', isNumber: true, cell: ({ price }) => (price ? listPrice(price.output) : unknown) },
  { key: 'unsupported', title: 'Refuses', cell: (model) => model.unsupported.join(', ') || '–' },
];

/** What is known of a provider's models: sizes in tokens, prices in US dollars for a million of them. */
export function KnownModels({ provider }: { provider: ProviderResponse }) {
  return (
    <>
      {provider.models.length > 0 && (
        <Table label={`Models known of ${provider.id}`} columns={columns} rows={provider.models} rowKey={(model) => model.name} />
      )}
      <Note>
        {provider.takesAnyModel ? 'Agents may name any model of this provider.' : 'Agents may name these models only.'} Sizes are in tokens, prices in US
        dollars for a million tokens. Add what is unknown to <code>config/models.yaml</code>.
      </Note>
    </>
  );
}
