import { useState } from 'react';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { Select } from '../ui/Select';
import type { ProviderResponse } from '@aiwhisperer/client';
import styles from './ProviderTest.module.css';
import { TestResult } from './TestResult';
import { useProviderTest } from './useProviderTest';

const itsChoice = '';

/** Asks a provider for one token, and says what came of it. */
export function ProviderTest({ provider }: { provider: ProviderResponse }) {
  const [model, setModel] = useState(itsChoice);
  const test = useProviderTest(provider.id);
  return (
    <div className={styles.test}>
      <div className={styles.row}>
        {provider.models.length > 0 && (
          <Select
            label={`Model to test at ${provider.id}`}
            isLabelHidden
            size="small"
            value={model}
            onChange={setModel}
            options={[{ value: itsChoice, label: 'The first that serves' }, ...provider.models.map(({ name }) => ({ value: name, label: name }))]}
          />
        )}
        <Button
          size="small"
          isPending={test.isPending}
          aria-label={`Test ${provider.id}`}
          onClick={() => test.mutate(model === itsChoice ? undefined : model)}
        >
          {test.isPending ? 'Testing…' : 'Test'}
        </Button>
        <span className={styles.about}>Sends a request for one token.</span>
      </div>
      {test.error != null && <ErrorNote error={test.error} />}
      {test.data && <TestResult result={test.data} />}
    </div>
  );
}
