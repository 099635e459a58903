import { counted } from '../ui/format';
import { Note } from '../ui/Note';
import type { ReloadResponse } from '@aiwhisperer/client';
import styles from './ReloadResult.module.css';

/** What reading the configuration again has changed. Where its problems are is told by the agents. */
export function ReloadResult({ result }: { result: ReloadResponse }) {
  const { changes, problems } = result;
  return (
    <Note tone={problems.length > 0 ? 'warning' : 'success'} isLive>
      <p>
        <strong>The configuration was read again.</strong>{' '}
        {changes.length === 0 ? 'Nothing changed.' : `${counted(changes.length, 'agent')} changed.`}{' '}
        {problems.length > 0 && `${counted(problems.length, 'problem')} found: what is broken keeps what was in service.`}
      </p>
      {changes.length > 0 && (
        <ul className={styles.changes}>
          {changes.map((change) => (
            <li key={change.agentId}>
              <strong>{change.agentId}</strong> {change.kind}
              {change.kind === 'changed' && change.changedKeys.length > 0 && (
                <>
                  : <code>{change.changedKeys.join(', ')}</code>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Note>
  );
}
