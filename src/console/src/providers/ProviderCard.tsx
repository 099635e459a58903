import { Badge } from '../ui/Badge';
import { Disclosure } from '../ui/Disclosure';
import { Note } from '../ui/Note';
import { Panel } from '../ui/Panel';
import type { ProviderResponse } from '@aiwhisperer/client';
import { KnownModels } from './KnownModels';
import { ListedModels } from './ListedModels';
import styles from './ProviderCard.module.css';
import { ProviderCalls } from './ProviderCalls';
import { ProviderTest } from './ProviderTest';

export function ProviderCard({ provider, isDefault }: { provider: ProviderResponse; isDefault: boolean }) {
  const { id, availability, reason, key, calls } = provider;
  return (
    <Panel
      label={id}
      title={<code>{id}</code>}
      aside={
        <>
          {isDefault && <Badge title="Agents that name no provider use this one.">default</Badge>}
          {key && (
            <Badge tone={key.isSet ? 'success' : 'warning'} title="The key itself is never shown.">
              {key.variable} {key.isSet ? 'is set' : 'is not set'}
            </Badge>
          )}
          {calls.circuit !== 'closed' && <Badge tone="danger">circuit {calls.circuit === 'open' ? 'open' : 'half open'}</Badge>}
          <Badge tone={availability === 'available' ? 'success' : 'danger'}>{availability}</Badge>
        </>
      }
    >
      <p className={styles.address}>
        {provider.preset && provider.preset !== id ? `${provider.preset}, ` : ''}speaks {provider.kind}
        {provider.baseUrl && (
          <>
            {' '}
            at <code>{provider.baseUrl}</code>
          </>
        )}
        {!key && ' · takes no key'}
      </p>
      {reason && <Note tone="warning">{reason}</Note>}
      <ProviderCalls provider={provider} />
      <ProviderTest provider={provider} />
      <div>
        <Disclosure title={`Known models (${provider.models.length})`}>{() => <KnownModels provider={provider} />}</Disclosure>
        {availability === 'available' && <Disclosure title="Models that it lists itself">{() => <ListedModels providerId={id} />}</Disclosure>}
      </div>
    </Panel>
  );
}
